import { addDays, type CivilDate } from '../../domain/dates/civil-date.js';
import { parseLooseDate } from '../../domain/dates/parse-loose-date.js';
import type { Level } from '../../domain/level-scheme/scheme.js';
import { isWebAddress } from '../../domain/web-address.js';
import type { AccessRuleId } from '../../accounts/access-rules.js';
import type { ImportField } from '../reading/import-fields.js';
import type { CatalogueIndex, KnownAgency, KnownProcedure } from './catalogue-index.query.js';
import type { RowIssues } from './issue.js';
import { levelOf } from './level-value.js';
import { readProcedureCode } from './repair-code.js';
import type { RowValues } from './row-cells.js';

/** What one row states, every part of it understood. An empty cell is null and changes nothing. */
export interface StatedRow {
  row: number;
  serviceId: string;
  agency: KnownAgency;
  procedure: KnownProcedure;
  level: Level | null;
  effectiveFrom: CivilDate;
  informationUrl: string | null;
  formUrls: string[] | null;
  submissionUrl: string | null;
  statusUrl: string | null;
  decisionNumber: string | null;
  decisionDate: CivilDate | null;
  note: string | null;
}

export interface ReadingContext {
  index: CatalogueIndex;
  /** Codes of the agencies in reach; null: all. */
  reach: ReadonlySet<string> | null;
  /** The day from which a level holds where its row names none. */
  defaultDay: CivilDate;
  /** The agency of rows that name none. */
  defaultAgency: string | null;
  today: CivilDate;
}

export const REACH_RULE: AccessRuleId = 'import.run';
const URLS_MAX = 200;
const URL_MAX = 2000;
const NOTE_MAX = 2000;
const EARLIEST = '1900-01-01';
const DAYS_AHEAD = 366;

/** @returns null where the row has errors; all of them are in `issues` */
export function readRow(values: RowValues, issues: RowIssues, context: ReadingContext): StatedRow | null {
  const procedure = readProcedure(values, issues, context.index);
  const effectiveFrom = readDay('effective_from', values, issues, context) ?? context.defaultDay;
  const agency = readAgency(values, issues, context, effectiveFrom);
  const level = values.level === '' ? null : levelOf(values.level);
  if (values.level !== '' && level === null) issues.error('level', 'bad_level');
  const decisionDate = readDay('decision_date', values, issues, context);
  const informationUrl = readUrl('information_url', values, issues);
  const formUrls = readUrls(values, issues);
  const submissionUrl = readUrl('submission_url', values, issues);
  const statusUrl = readUrl('status_url', values, issues);
  if (values.note.length > NOTE_MAX) issues.error('note', 'too_long', { max: NOTE_MAX });
  if (!procedure || !agency || issues.hasErrors) return null;
  return {
    row: issues.row,
    serviceId: `${agency.code}~${procedure.code}`,
    agency,
    procedure,
    level,
    effectiveFrom,
    informationUrl,
    formUrls,
    submissionUrl,
    statusUrl,
    decisionNumber: values.decision_number || null,
    decisionDate,
    note: values.note || null,
  };
}

function readProcedure(values: RowValues, issues: RowIssues, index: CatalogueIndex): KnownProcedure | null {
  const found =
    values.procedure_code === ''
      ? procedureByName(values, issues, index)
      : procedureByCode(values, issues, index);
  if (!found) return null;
  const { code, status, name, nameFolded, fieldCode } = found;
  const field = values.procedure_code === '' ? 'procedure_name' : 'procedure_code';
  if (status !== 'published')
    issues.error(field, status === 'draft' ? 'procedure_not_published' : 'procedure_repealed', { code });
  if (values.procedure_name !== '' && index.fold(values.procedure_name) !== nameFolded)
    issues.guess('procedure_name', 'procedure_name_differs', { code, name });
  if (values.field !== '' && !index.isField(values.field, fieldCode))
    issues.tell('field', 'field_differs', { code, name: index.fieldNames.get(fieldCode) ?? fieldCode });
  return found;
}

function procedureByCode(values: RowValues, issues: RowIssues, index: CatalogueIndex): KnownProcedure | null {
  const reading = readProcedureCode(values.procedure_code, index.procedureCode);
  if ('candidates' in reading) {
    if (reading.candidates.length === 0) issues.error('procedure_code', 'procedure_unknown');
    else issues.error('procedure_code', 'procedure_ambiguous', { candidates: reading.candidates.join(', ') });
    return null;
  }
  const procedure = index.procedure(reading.code)!;
  if (reading.how !== 'exact') {
    const code = reading.how === 'repaired' ? 'code_repaired' : 'code_suffix_removed';
    issues.guess('procedure_code', code, { code: procedure.code, name: procedure.name });
  }
  return procedure;
}

function procedureByName(values: RowValues, issues: RowIssues, index: CatalogueIndex): KnownProcedure | null {
  if (values.procedure_name === '') {
    issues.error(null, 'procedure_missing');
    return null;
  }
  const found = index.proceduresNamed(values.procedure_name, values.field);
  if (found.length === 1) return found[0]!;
  if (found.length === 0) issues.error('procedure_name', 'procedure_name_unknown');
  else issues.error('procedure_name', 'procedure_ambiguous', { candidates: listed(found) });
  return null;
}

function readAgency(
  values: RowValues,
  issues: RowIssues,
  context: ReadingContext,
  day: CivilDate,
): KnownAgency | null {
  const { index, reach, defaultAgency } = context;
  const agency = findAgency(values, issues, index, defaultAgency);
  if (!agency) return null;
  const { code, validTo } = agency;
  const field = values.agency_code === '' ? 'agency_name' : 'agency_code';
  // A list of 2012 may name an agency that ended in 2025: its own day counts.
  if (validTo !== null && validTo < day) issues.error(field, 'agency_ended', { code, validTo });
  if (reach !== null && !reach.has(code))
    issues.error(field, 'other_agency', { agency: code, rule: REACH_RULE });
  return agency;
}

function findAgency(
  values: RowValues,
  issues: RowIssues,
  index: CatalogueIndex,
  defaultAgency: string | null,
): KnownAgency | null {
  const { agency_code: code, agency_name: name } = values;
  if (code === '' && name === '') {
    const agency = defaultAgency === null ? undefined : index.agency(defaultAgency);
    if (!agency) issues.error(null, 'agency_missing');
    return agency ?? null;
  }
  if (code === '') return agencyMeant('agency_name', name, issues, index);
  const agency = agencyMeant('agency_code', code, issues, index);
  if (agency && name !== '' && index.fold(name) !== index.fold(agency.name)) {
    if (!index.agenciesNamed(name).includes(agency))
      issues.guess('agency_name', 'agency_name_differs', { code: agency.code, name: agency.name });
  }
  return agency;
}

/** A code, or a name in the column of the other: people mix them up. */
function agencyMeant(
  field: ImportField,
  text: string,
  issues: RowIssues,
  index: CatalogueIndex,
): KnownAgency | null {
  const exact = index.agencyCode(text);
  if (exact !== undefined) return index.agency(exact)!;
  const shortened = index.agenciesShortened(text);
  if (shortened.length === 1) {
    const [agency] = shortened;
    issues.guess(field, 'agency_code_repaired', { code: agency!.code, name: agency!.name });
    return agency!;
  }
  const named = shortened.length > 0 ? shortened : index.agenciesNamed(text);
  if (named.length === 1) return named[0]!;
  if (named.length === 0) issues.error(field, 'agency_unknown');
  else issues.error(field, 'agency_ambiguous', { candidates: listed(named) });
  return null;
}

const CANDIDATES_SHOWN = 10;

function listed(candidates: readonly { code: string; name: string }[]): string {
  const shown = candidates.slice(0, CANDIDATES_SHOWN).map(({ code, name }) => `${code} (${name})`);
  return shown.join('; ') + (candidates.length > CANDIDATES_SHOWN ? '; …' : '');
}

function readDay(
  field: 'effective_from' | 'decision_date',
  values: RowValues,
  issues: RowIssues,
  { today }: ReadingContext,
): CivilDate | null {
  const text = values[field];
  if (text === '') return null;
  const read = parseLooseDate(text);
  const range = { min: EARLIEST, max: addDays(today, DAYS_AHEAD) };
  if ('error' in read) {
    if (read.error === 'no_such_day' || read.error === 'year_only') issues.error(field, read.error);
    else if (read.error === 'year_out_of_range') issues.error(field, 'day_out_of_range', range);
    else issues.error(field, 'bad_date');
    return null;
  }
  if (read.date < range.min || read.date > range.max) {
    issues.error(field, 'day_out_of_range', range);
    return null;
  }
  if (read.guess) issues.guess(field, 'date_guessed', { date: read.date });
  return read.date;
}

function readUrl(field: ImportField, values: RowValues, issues: RowIssues): string | null {
  const url = values[field];
  if (url === '') return null;
  if (url.length <= URL_MAX && isWebAddress(url)) return url;
  issues.error(field, 'bad_url', { url: url.slice(0, 200) });
  return null;
}

function readUrls(values: RowValues, issues: RowIssues): string[] | null {
  if (values.form_urls === '') return null;
  const urls = values.form_urls
    .split(/[\n|]/u)
    .map((url) => url.trim())
    .filter((url) => url !== '');
  for (const url of urls) {
    if (url.length > URL_MAX || !isWebAddress(url))
      issues.error('form_urls', 'bad_url', { url: url.slice(0, 200) });
  }
  if (urls.length > URLS_MAX) issues.error('form_urls', 'too_many_urls', { max: URLS_MAX });
  return urls;
}
