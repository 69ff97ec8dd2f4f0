import type { Engine } from '../database/dialect.js';
import type { Queries } from '../database/reader.js';
import { inList, notSearched, type SqlParams } from '../database/sql.js';
import { STILL_KNOWN } from '../domain/service-timeline.js';
import { agencyTree } from '../agencies/agency-tree.query.js';
import type { AgencyLevel } from '../domain/agency-level.js';
import { requireNamed } from '../http/named-in-query.js';
import { rankedProcedures } from '../procedures/procedure-search.query.js';

/** Which of the three levels kept apart a filter or a count is about. */
export const LEVEL_BASES = ['published', 'declared', 'verified'] as const;
export const SERVICE_STATES = ['verified', 'stale', 'overClaimed', 'violation'] as const;
export type LevelBasis = (typeof LEVEL_BASES)[number];

/** What can be asked of the list of services; lists, exports and the lists behind numbers all ask in these words. */
export interface ServiceFilter {
  agency?: string;
  scope?: 'own' | 'subtree';
  /** Level of government of the agency. */
  agencyLevel?: AgencyLevel;
  /** Code of a district: its bodies and communes; code of the province: what belongs to no district. */
  district?: string;
  field?: string;
  procedure?: string;
  level?: string;
  minLevel?: number;
  levelOf?: LevelBasis;
  basis?: string;
  state?: (typeof SERVICE_STATES)[number];
  demonstration?: boolean;
  q?: string;
  asOf?: string;
  knownAt?: string;
  updatedSince?: string;
}

export const LEVEL_COLUMNS: Record<LevelBasis, string> = {
  published: 's.level',
  declared: 's.declared_level',
  verified: 's.verified_level',
};

/** The states that reports count besides levels, as conditions over `service_state` and `published_service` alike. */
export const STATE_CONDITIONS: Record<NonNullable<ServiceFilter['state']>, string> = {
  verified: `s.basis = 'verified'`,
  stale: `s.basis = 'verified_stale'`,
  overClaimed: `s.basis IN ('verified', 'verified_stale') AND s.declared_level > s.verified_level`,
  // Decree 43/2011 Art. 19.1: a procedure that has forms may not rest at level 1.
  violation: `s.has_forms = 1 AND s.level = 1`,
};

export const IS_DEMONSTRATION = 's.demonstration = 1';

/** Rows of `service_state` that were so on a day, as known now or at another moment. */
export function visibleOn(
  day: string,
  knownAt: string | undefined,
): { condition: string; params: SqlParams } {
  const known = knownThen(knownAt);
  return {
    condition: `s.valid_from <= :asOf AND s.valid_to > :asOf AND ${known.condition}`,
    params: { asOf: day, ...known.params },
  };
}

/** Rows of `service_state` that are known now, or were at another moment. */
export function knownThen(knownAt: string | undefined): { condition: string; params: SqlParams } {
  return knownAt === undefined
    ? { condition: 's.known_to = :knownTo', params: { knownTo: STILL_KNOWN } }
    : { condition: 's.known_from <= :knownAt AND s.known_to > :knownAt', params: { knownAt } };
}

/** A filter as SQL over `s`, which is `published_service` (today) or `service_state` (another day or another knowledge). */
export interface ServiceSelection {
  /** `published_service` where the question is about today as known now. */
  isCurrent: boolean;
  conditions: string[];
  params: SqlParams;
  /** Procedures that match the search, best first; undefined without a search. */
  ranked: string[] | undefined;
  /** Its conditions but for the day, where each is one on cells too: it can be counted there, and else has to be by its services. */
  cells: readonly string[] | undefined;
}

/** Where the rows of a selection are: today's list, or the history. */
export function tableOf({ isCurrent }: Pick<ServiceSelection, 'isCurrent'>): string {
  return isCurrent ? 'published_service' : 'service_state';
}

/**
 * @param today the day of the published list
 * @throws Problem 404 where the agency, field or procedure does not exist
 */
export async function selectServices(
  queries: Queries,
  filter: ServiceFilter,
  today: string,
): Promise<ServiceSelection> {
  const isCurrent = (filter.asOf === undefined || filter.asOf === today) && filter.knownAt === undefined;
  const among = await selectAmong(queries, filter, isCurrent);
  if (isCurrent) return among;
  const { condition, params } = visibleOn(filter.asOf ?? today, filter.knownAt);
  return {
    ...among,
    conditions: [condition, ...among.conditions],
    params: { ...params, ...among.params },
    // Of what was known earlier no counts are kept.
    cells: filter.knownAt === undefined ? among.cells : undefined,
  };
}

/**
 * All of a filter but its day and its knowledge.
 * @throws Problem 404 as `selectServices`
 */
export async function selectAmong(
  queries: Queries,
  filter: ServiceFilter,
  isCurrent: boolean,
): Promise<ServiceSelection> {
  const conditions: string[] = [];
  const cells: string[] = [];
  const params: SqlParams = {};
  const where = (condition: string, values: SqlParams = {}) => {
    cells.push(condition);
    conditions.push(condition);
    Object.assign(params, values);
  };

  if (filter.agency !== undefined) {
    await whereAgency(queries, filter.agency, filter.scope ?? 'own', where);
    // The id of a service begins with its agency, and the history is found by it.
    if (!isCurrent && filter.scope !== 'subtree') {
      conditions.push('s.service_id >= :firstId AND s.service_id < :endOfIds');
      Object.assign(params, { firstId: `${filter.agency}~`, endOfIds: `${filter.agency}\u007f` });
    }
  }
  if (filter.agencyLevel !== undefined) {
    const { agencyLevel } = filter;
    const column = agencyColumn(queries, await ofLevel(queries, agencyLevel));
    where(`${column} IN (SELECT code FROM agency WHERE level = :agencyLevel)`, { agencyLevel });
  }
  if (filter.district !== undefined) await whereDistrict(queries, filter.district, where);
  if (filter.field !== undefined) {
    await requireNamed(queries, 'field', filter.field);
    where('s.field_code = :field', { field: filter.field });
  }
  if (filter.procedure !== undefined) {
    await requireNamed(queries, 'procedure', filter.procedure);
    where('s.procedure_code = :procedure', { procedure: filter.procedure });
    // The history is found by service alone: an index more would be paid by every write.
    if (!isCurrent)
      where('s.service_id IN (SELECT id FROM public_service WHERE procedure_code = :procedure)');
  }
  // Few services are of one agency, field or procedure, and many at one level: with the sign SQLite finds them by the first.
  const isNarrow = [filter.agency, filter.field, filter.procedure, filter.q].some((one) => one !== undefined);
  const level = `${isNarrow ? '+' : ''}${LEVEL_COLUMNS[filter.levelOf ?? 'published']}`;
  if (filter.level !== undefined) {
    where(`${level} = :level`, { level: filter.level === 'none' ? 0 : Number(filter.level) });
  }
  if (filter.minLevel !== undefined) where(`${level} >= :minLevel`, { minLevel: filter.minLevel });
  if (filter.basis !== undefined) where('s.basis = :basis', { basis: filter.basis });
  if (filter.state !== undefined) where(STATE_CONDITIONS[filter.state]);
  if (filter.demonstration !== undefined) where(`s.demonstration = ${Number(filter.demonstration)}`);
  if (filter.updatedSince !== undefined) {
    where(`${isCurrent ? 's.updated_at' : 's.known_from'} >= :updatedSince`, {
      updatedSince: filter.updatedSince,
    });
  }
  let ranked: string[] | undefined;
  if (filter.q !== undefined) {
    ranked = await rankedProcedures(queries, filter.q);
    where(isMatching(queries.engine), { matching: JSON.stringify(ranked) });
  }
  const outside = isCurrent ? OUTSIDE_CELLS : OUTSIDE_PAST_CELLS;
  const isOfCells = outside.every((name) => filter[name] === undefined);
  return { isCurrent, conditions, params, ranked, cells: isOfCells ? cells : undefined };
}

/** @param condition that holds for services as for cells, without parameters */
export function narrowed(selection: ServiceSelection, condition: string): ServiceSelection {
  const { conditions, cells } = selection;
  return { ...selection, conditions: [...conditions, condition], cells: cells && [...cells, condition] };
}

/** The condition of a search: its parameter is the list of the procedures that match. */
export function isMatching(engine: Engine): string {
  return `s.procedure_code IN ${inList(engine, 'matching')}`;
}

/** What cells do not tell apart. */
const OUTSIDE_CELLS = ['procedure', 'updatedSince', 'q'] as const;
const OUTSIDE_PAST_CELLS = [...OUTSIDE_CELLS, 'field'] as const;

type Where = (condition: string, values: SqlParams) => void;

async function whereDistrict(queries: Queries, district: string, where: Where): Promise<void> {
  await requireNamed(queries, 'agency', district, 'district');
  const tree = await agencyTree(queries);
  const codes = tree.codes.filter((code) => tree.districtOf(code) === district);
  const column = agencyColumn(queries, { some: codes.length, all: tree.codes.length });
  where(`${column} IN ${inList(queries.engine, 'districtAgencies')}`, {
    districtAgencies: JSON.stringify(codes),
  });
}

/** From one agency of so many on, a page is sooner read in the list's order than sorted out of all that these agencies have. */
const FEW = 20;

function agencyColumn({ engine }: Queries, { some, all }: { some: number; all: number }): string {
  return some * FEW < all ? 's.agency_code' : notSearched(engine, 's.agency_code');
}

async function ofLevel(queries: Queries, level: AgencyLevel): Promise<{ some: number; all: number }> {
  const counted = await queries.get<{ some: number; all: number }>(
    `SELECT COUNT(CASE WHEN level = :level THEN 1 END) AS "some", COUNT(*) AS "all" FROM agency`,
    { level },
  );
  return counted!;
}

async function whereAgency(
  queries: Queries,
  agency: string,
  scope: 'own' | 'subtree',
  where: Where,
): Promise<void> {
  await requireNamed(queries, 'agency', agency);
  if (scope === 'own') return where('s.agency_code = :agency', { agency });
  const { codes, all } = await subtree(queries, agency);
  // A condition that holds for every row is none.
  if (codes.length === all) return;
  const column = agencyColumn(queries, { some: codes.length, all });
  where(`${column} IN ${inList(queries.engine, 'agencies')}`, { agencies: JSON.stringify(codes) });
}

/** The agency and all under it, with the number of all agencies. */
export async function subtree(queries: Queries, agency: string): Promise<{ codes: string[]; all: number }> {
  const rows = await queries.all<{ code: string; agencies: number }>(
    `WITH RECURSIVE down (code) AS (
       SELECT code FROM agency WHERE code = :agency
       UNION SELECT a.code FROM agency a JOIN down ON a.parent_code = down.code)
     SELECT code, (SELECT COUNT(*) FROM agency) AS agencies FROM down ORDER BY code`,
    { agency },
  );
  return { codes: rows.map((row) => row.code), all: rows[0]?.agencies ?? 0 };
}
