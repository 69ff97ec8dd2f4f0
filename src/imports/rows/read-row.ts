import type { CivilDate } from '../../domain/dates/civil-date.js';
import { parseLooseDate } from '../../domain/dates/parse-loose-date.js';
import type { Level } from '../../domain/level-scheme/scheme.js';
import { isWebAddress } from '../../domain/web-address.js';
import type { ServiceField } from '../reading/import-fields.js';
import type { CatalogueIndex, KnownAgency, KnownProcedure } from './catalogue-index.query.js';
import type { RowIssues } from './issue.js';
import { levelOf } from './level-value.js';
import type { RowValues } from './row-cells.js';
import {
  agencyColumn,
  agencyNamed,
  procedureNamed,
  type ReadingContext,
  requireReach,
} from './service-named.js';

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

const URLS_MAX = 200;
const URL_MAX = 2000;
const NOTE_MAX = 2000;
const EARLIEST = '1900-01-01';
const DATES_KEPT = 10_000;

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
  const found = procedureNamed(values, issues, index);
  if (!found) return null;
  const { code, status } = found;
  const field = values.procedure_code === '' ? 'procedure_name' : 'procedure_code';
  if (status !== 'published')
    issues.error(field, status === 'draft' ? 'procedure_not_published' : 'procedure_repealed', { code });
  return found;
}

function readAgency(
  values: RowValues,
  issues: RowIssues,
  context: ReadingContext,
  day: CivilDate,
): KnownAgency | null {
  const agency = agencyNamed(values, issues, context);
  if (!agency) return null;
  const { code, validTo } = agency;
  const field = agencyColumn(values);
  // A list of 2012 may name an agency that ended in 2025: its own day counts.
  if (validTo !== null && validTo < day) issues.error(field, 'agency_ended', { code, validTo });
  requireReach(agency, field, issues, context);
  return agency;
}

function readDay(
  field: 'effective_from' | 'decision_date',
  values: RowValues,
  issues: RowIssues,
  { latestDay, dates }: ReadingContext,
): CivilDate | null {
  const text = values[field];
  if (text === '') return null;
  const read = dates.get(text) ?? parseLooseDate(text);
  if (dates.size < DATES_KEPT) dates.set(text, read);
  const range = { min: EARLIEST, max: latestDay };
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

function readUrl(field: ServiceField, values: RowValues, issues: RowIssues): string | null {
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
