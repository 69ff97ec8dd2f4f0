import type { AccessRuleId } from '../../accounts/access-rules.js';
import type { CivilDate } from '../../domain/dates/civil-date.js';
import type { LooseDate } from '../../domain/dates/parse-loose-date.js';
import type { ImportField } from '../reading/import-fields.js';
import type { CatalogueIndex, KnownAgency, KnownProcedure } from './catalogue-index.query.js';
import type { RowIssues } from './issue.js';
import { readProcedureCode } from './repair-code.js';
import type { Values } from './row-cells.js';

export interface ReadingContext {
  index: CatalogueIndex;
  /** Codes of the agencies in reach; null: all. */
  reach: ReadonlySet<string> | null;
  /** The day from which a level holds where its row names none. */
  defaultDay: CivilDate;
  /** The agency of rows that name none. */
  defaultAgency: string | null;
  today: CivilDate;
  /** The last day that a row may name. */
  latestDay: CivilDate;
  /** Dates as they were read, by their texts: a file names few. */
  dates: Map<string, LooseDate>;
}

/** The columns by which people name a service. */
export type NamingValues = Values<
  'procedure_code' | 'procedure_name' | 'field' | 'agency_code' | 'agency_name'
>;

export const REACH_RULE: AccessRuleId = 'import.run';

/** The column that names the agency. */
export const agencyColumn = (values: NamingValues): 'agency_code' | 'agency_name' =>
  values.agency_code === '' ? 'agency_name' : 'agency_code';

/** Tells a row about a service of an agency that is not the sender's. */
export function requireReach(
  { code }: KnownAgency,
  field: ImportField,
  issues: RowIssues,
  { reach }: ReadingContext,
): void {
  if (reach !== null && !reach.has(code))
    issues.error(field, 'other_agency', { agency: code, rule: REACH_RULE });
}

/** The procedure that a row names by code or name, whatever its status; what keeps it from being found is told. */
export function procedureNamed(
  values: NamingValues,
  issues: RowIssues,
  index: CatalogueIndex,
): KnownProcedure | null {
  const found =
    values.procedure_code === ''
      ? procedureByName(values, issues, index)
      : procedureByCode('procedure_code', values.procedure_code, issues, index);
  if (!found) return null;
  const { code, name, nameFolded, fieldCode } = found;
  if (values.procedure_name !== '' && index.fold(values.procedure_name) !== nameFolded)
    issues.guess('procedure_name', 'procedure_name_differs', { code, name });
  if (values.field !== '' && !index.isField(values.field, fieldCode))
    issues.tell('field', 'field_differs', { code, name: index.fieldNames.get(fieldCode) ?? fieldCode });
  return found;
}

/** @param field the column of the code, which need not be its own */
export function procedureByCode(
  field: ImportField,
  text: string,
  issues: RowIssues,
  index: CatalogueIndex,
): KnownProcedure | null {
  const reading = readProcedureCode(text, index.procedureCode);
  if ('candidates' in reading) {
    if (reading.candidates.length === 0) issues.error(field, 'procedure_unknown');
    else issues.error(field, 'procedure_ambiguous', { candidates: reading.candidates.join(', ') });
    return null;
  }
  const procedure = index.procedure(reading.code)!;
  if (reading.how !== 'exact') {
    const code = reading.how === 'repaired' ? 'code_repaired' : 'code_suffix_removed';
    issues.guess(field, code, { code: procedure.code, name: procedure.name });
  }
  return procedure;
}

function procedureByName(
  values: NamingValues,
  issues: RowIssues,
  index: CatalogueIndex,
): KnownProcedure | null {
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

/** The agency that a row names by code or name, or the one chosen for rows that name none; what keeps it from being found is told. */
export function agencyNamed(
  values: NamingValues,
  issues: RowIssues,
  { index, defaultAgency }: ReadingContext,
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
export function agencyMeant(
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
