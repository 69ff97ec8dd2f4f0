import type { Queries } from '../database/reader.js';
import { inList } from '../database/sql.js';
import { groupBy } from '../domain/group-by.js';
import type { AgencyLevel } from '../domain/agency-level.js';

/** An agency in the list. */
export interface AgencyView {
  code: string;
  name: string;
  nameEn: string | null;
  level: AgencyLevel;
  parentCode: string | null;
  kind: string | null;
  codeKind: string | null;
  validFrom: string | null;
  validTo: string | null;
  /** Codes of the agencies that took over from it. */
  successors: string[];
  source: string | null;
}

interface NamedAgency {
  code: string;
  name: string;
}

/** An agency by itself, with its relatives and how much it has under it. */
export interface AgencyDetail extends AgencyView {
  parent: NamedAgency | null;
  /** Agencies that it took over from. */
  predecessors: NamedAgency[];
  /** How many agencies have it as their parent. */
  children: number;
  /** How many services of its own stand in today’s published list. */
  services: number;
  /** Counts the changes of the agency's own record, whatever happens to its services and to other agencies. */
  revision: number;
}

export interface AgencyRecord {
  code: string;
  name: string;
  name_en: string | null;
  name_sort: string;
  level: AgencyLevel;
  parent_code: string | null;
  kind: string | null;
  code_kind: string | null;
  valid_from: string | null;
  valid_to: string | null;
  source: string | null;
}

const COLUMNS =
  'code, name, name_en, name_sort, level, parent_code, kind, code_kind, valid_from, valid_to, source';

/** Agencies of a level or under a parent, by name; `asOf`: those that existed on that day. */
export function agencyRecords(
  queries: Queries,
  { level, parent, asOf }: { level?: string; parent?: string; asOf?: string },
): Promise<AgencyRecord[]> {
  const conditions: string[] = [];
  const params: Record<string, string> = {};
  const where = (condition: string, values: Record<string, string>) => {
    conditions.push(condition);
    Object.assign(params, values);
  };
  if (level !== undefined) where('level = :level', { level });
  if (parent !== undefined) where('parent_code = :parent', { parent });
  if (asOf !== undefined) {
    where('(valid_from IS NULL OR valid_from <= :asOf) AND (valid_to IS NULL OR valid_to >= :asOf)', {
      asOf,
    });
  }
  return queries.all<AgencyRecord>(
    `SELECT ${COLUMNS} FROM agency ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ORDER BY name_sort, code`,
    params,
  );
}

export async function agencyViews(queries: Queries, records: readonly AgencyRecord[]): Promise<AgencyView[]> {
  const rows = await queries.all<{ agency_code: string; successor_code: string }>(
    `SELECT agency_code, successor_code FROM agency_successor
     WHERE agency_code IN ${inList(queries.engine, 'codes')} ORDER BY successor_code`,
    { codes: JSON.stringify(records.map(({ code }) => code)) },
  );
  const successors = groupBy(rows, (row) => row.agency_code);
  return records.map((record) => ({
    code: record.code,
    name: record.name,
    nameEn: record.name_en,
    level: record.level,
    parentCode: record.parent_code,
    kind: record.kind,
    codeKind: record.code_kind,
    validFrom: record.valid_from,
    validTo: record.valid_to,
    successors: (successors.get(record.code) ?? []).map((row) => row.successor_code),
    source: record.source,
  }));
}

export async function agencyView(queries: Queries, code: string): Promise<AgencyView | undefined> {
  const record = await queries.get<AgencyRecord>(`SELECT ${COLUMNS} FROM agency WHERE code = :code`, {
    code,
  });
  return record && (await agencyViews(queries, [record]))[0];
}

/** What GET answers for one agency; call it inside a snapshot or a transaction. */
export async function agencyDetail(queries: Queries, code: string): Promise<AgencyDetail | undefined> {
  const view = await agencyView(queries, code);
  if (!view) return undefined;
  const parent = await queries.get<NamedAgency>('SELECT code, name FROM agency WHERE code = :code', {
    code: view.parentCode ?? '',
  });
  const predecessors = await queries.all<NamedAgency>(
    `SELECT a.code, a.name FROM agency_successor s JOIN agency a ON a.code = s.agency_code
     WHERE s.successor_code = :code ORDER BY a.name_sort, a.code`,
    { code },
  );
  const counts = await queries.get<{ children: number; services: number; revision: number }>(
    `SELECT (SELECT COUNT(*) FROM agency WHERE parent_code = :code) AS children,
            (SELECT COUNT(*) FROM published_service WHERE agency_code = :code) AS services,
            (SELECT revision FROM agency WHERE code = :code) AS revision`,
    { code },
  );
  return {
    ...view,
    parent: parent ?? null,
    predecessors,
    children: counts!.children,
    services: counts!.services,
    revision: counts!.revision,
  };
}

/**
 * The tag of the agency's own record: a change may rest on it instead of on the tag of all that a GET answers, which moves with
 * every service that comes and goes.
 */
export function recordTag({ revision }: Pick<AgencyDetail, 'revision'>): string {
  return `"revision-${revision}"`;
}
