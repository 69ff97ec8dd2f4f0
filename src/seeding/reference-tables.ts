import { AGENCY_LEVELS, type AgencyLevel } from '../domain/agency-level.js';
import { isCivilDate } from '../domain/dates/civil-date.js';
import { csvRows } from './csv-rows.js';
import type { SeedPlace } from './seed-faults.js';

const COMPARATORS = ['=', '>', '<', '>=', '<=', 'derived', 'all', 'text'] as const;

export interface SeedAgency {
  code: string;
  codeKind: string;
  name: string;
  nameEn: string | null;
  level: AgencyLevel;
  parentCode: string | null;
  kind: string;
  /** First day; `null` where no source says it. */
  validFrom: string | null;
  /** Last day; `null` while nothing says that it ended. */
  validTo: string | null;
  successors: string[];
  source: string;
}

export interface SeedField {
  code: string;
  name: string;
  nameEn: string | null;
  ministryCode: string;
  suggestedAgency: string | null;
  agencySource: string | null;
}

export interface SeedIndicator {
  id: string;
  group: string;
  name: string;
  nameEn: string;
  unit: string | null;
  /** Decimal number as text, as the source writes it; `null` with the comparators `all` and `text`. */
  value: string | null;
  comparator: (typeof COMPARATORS)[number];
  period: string;
  quote: string;
}

export interface SeedContextFact {
  period: string;
  factEn: string;
  unit: string;
  value: string;
  sourceUrl: string;
}

const AGENCY_COLUMNS = [
  'code',
  'code_kind',
  'name_vi',
  'name_en',
  'level',
  'parent_code',
  'kind',
  'valid_from',
  'valid_to',
  'successors',
  'source',
] as const;

export function parseAgencies(text: string, file: SeedPlace): SeedAgency[] {
  const rows = csvRows(text, AGENCY_COLUMNS, file);
  const codes = new Map<string, string>();
  const agencies = rows.map(({ cells, place }): SeedAgency => {
    place.unique('code', cells.code, codes);
    const agency: SeedAgency = {
      code: place.needed('code', cells.code),
      codeKind: place.needed('code_kind', cells.code_kind),
      name: place.needed('name_vi', cells.name_vi),
      nameEn: orNull(place.text('name_en', cells.name_en)),
      level: place.oneOf('level', cells.level, AGENCY_LEVELS),
      parentCode: orNull(cells.parent_code),
      kind: place.needed('kind', cells.kind),
      validFrom: dayOrNull(place, 'valid_from', cells.valid_from),
      validTo: dayOrNull(place, 'valid_to', cells.valid_to),
      successors: cells.successors.split(' ').filter(Boolean),
      source: place.needed('source', cells.source),
    };
    if (agency.validFrom !== null && agency.validTo !== null && agency.validTo < agency.validFrom) {
      place.fault('bad_value', `valid_to ${agency.validTo} is before valid_from ${agency.validFrom}`);
    }
    return agency;
  });
  const known = new Set(codes.keys());
  agencies.forEach((agency, i) => {
    const place = rows[i]!.place;
    if (agency.parentCode !== null) place.known('parent_code', agency.parentCode, known);
    for (const successor of agency.successors) place.known('successors', successor, known);
    if (isUnderItself(agency, agencies)) place.fault('circle', `agency '${agency.code}' is under itself`);
  });
  return agencies;
}

function isUnderItself(agency: SeedAgency, agencies: readonly SeedAgency[]): boolean {
  let above = agency.parentCode;
  for (let steps = 0; above !== null && steps < agencies.length; steps++) {
    if (above === agency.code) return true;
    above = agencies.find((a) => a.code === above)?.parentCode ?? null;
  }
  return false;
}

const FIELD_COLUMNS = [
  'code',
  'name_vi',
  'name_en',
  'ministry_code',
  'suggested_agency_2012',
  'agency_source',
] as const;

export function parseFields(text: string, file: SeedPlace): SeedField[] {
  const codes = new Map<string, string>();
  const names = new Map<string, string>();
  return csvRows(text, FIELD_COLUMNS, file).map(({ cells, place }): SeedField => {
    place.unique('code', cells.code, codes);
    // Two ministries may give their own field the same name.
    place.unique('name_vi of the ministry', `${cells.name_vi} (${cells.ministry_code})`, names);
    if (!/^(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+)*$/u.test(cells.code)) {
      place.fault('bad_value', `code '${cells.code}' is not a slug of at most 60 characters`);
    }
    return {
      code: cells.code,
      name: place.needed('name_vi', cells.name_vi),
      nameEn: orNull(place.text('name_en', cells.name_en)),
      ministryCode: place.needed('ministry_code', cells.ministry_code),
      suggestedAgency: orNull(place.text('suggested_agency_2012', cells.suggested_agency_2012)),
      agencySource: orNull(place.text('agency_source', cells.agency_source)),
    };
  });
}

const INDICATOR_COLUMNS = [
  'id',
  'group',
  'name_vi',
  'name_en',
  'unit',
  'value',
  'comparator',
  'period',
  'quote',
] as const;

export function parseIndicators(text: string, file: SeedPlace): SeedIndicator[] {
  const ids = new Map<string, string>();
  return csvRows(text, INDICATOR_COLUMNS, file).map(({ cells, place }): SeedIndicator => {
    place.unique('id', cells.id, ids);
    const comparator = place.oneOf('comparator', cells.comparator, COMPARATORS);
    const isWords = comparator === 'all' || comparator === 'text';
    if (isWords !== (cells.value === '')) {
      place.fault('bad_value', `value '${cells.value}' does not go with comparator '${comparator}'`);
    }
    if (cells.value !== '') isDecimal(place, cells.value);
    return {
      id: place.needed('id', cells.id),
      group: place.needed('group', cells.group),
      name: place.needed('name_vi', cells.name_vi),
      nameEn: place.needed('name_en', cells.name_en),
      unit: orNull(place.text('unit', cells.unit)),
      value: orNull(cells.value),
      comparator,
      period: place.needed('period', cells.period),
      quote: place.needed('quote', cells.quote),
    };
  });
}

const CONTEXT_COLUMNS = ['period', 'fact_en', 'unit', 'value', 'source_url'] as const;

export function parseContextFacts(text: string, file: SeedPlace): SeedContextFact[] {
  return csvRows(text, CONTEXT_COLUMNS, file).map(({ cells, place }) => ({
    period: place.needed('period', cells.period),
    factEn: place.needed('fact_en', cells.fact_en),
    unit: place.needed('unit', cells.unit),
    value: place.needed('value', cells.value),
    sourceUrl: place.needed('source_url', cells.source_url),
  }));
}

function isDecimal(place: SeedPlace, value: string): void {
  if (!/^-?\d+(\.\d+)?$/u.test(value)) place.fault('bad_value', `value '${value}' is not a decimal number`);
}

function dayOrNull(place: SeedPlace, name: string, value: string): string | null {
  if (value !== '' && !isCivilDate(value)) place.fault('bad_value', `${name} '${value}' is not a day`);
  return orNull(value);
}

function orNull(value: string): string | null {
  return value === '' ? null : value;
}
