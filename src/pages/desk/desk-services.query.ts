import type { Queries } from '../../database/reader.js';
import { inList, type SqlParams } from '../../database/sql.js';
import type { PublishedService } from '../../domain/published-service.js';
import { catalogueHead } from '../../reports/report-question.js';
import { selectServices, type ServiceFilter } from '../../publication/service-filter.js';

export interface DeskFilter extends Pick<ServiceFilter, 'q' | 'agency' | 'level' | 'state'> {
  /** Id of a criterion. */
  heldBackBy?: string;
}

export interface DeskServices {
  items: PublishedService[];
  total: number;
  page: number;
  pages: number;
}

const PAGE_SIZE = 50;
const SOURCE = 'published_service s JOIN change c ON c.seq = s.change_seq';

/**
 * Services of these agencies as they are published, by name.
 * @param agencies undefined: of all agencies
 */
export async function deskServices(
  queries: Queries,
  agencies: readonly string[] | undefined,
  filter: DeskFilter,
  page: number,
): Promise<DeskServices> {
  const { heldBackBy, ...rest } = filter;
  const { where, params } = await selected(queries, agencies, rest);
  const held = heldBackBy === undefined ? '' : `AND ${heldBack('held')}`;
  const values = heldBackBy === undefined ? params : { ...params, held: heldBackPattern(heldBackBy) };
  const count = await queries.get<{ total: number }>(
    `SELECT COUNT(*) AS total FROM ${SOURCE} WHERE ${where} ${held}`,
    values,
  );
  const pages = Math.max(1, Math.ceil(count!.total / PAGE_SIZE));
  const shown = Math.min(page, pages);
  const rows = await queries.all<{ doc: string }>(
    `SELECT c.doc FROM ${SOURCE} JOIN procedure p ON p.code = s.procedure_code
     WHERE ${where} ${held} ORDER BY p.name_sort, s.procedure_code, s.agency_code LIMIT :limit OFFSET :offset`,
    { ...values, limit: PAGE_SIZE, offset: (shown - 1) * PAGE_SIZE },
  );
  const items = rows.map(({ doc }) => JSON.parse(doc) as PublishedService);
  return { items, total: count!.total, page: shown, pages };
}

export interface HeldBack {
  services: number;
  /** Services below level 3 by what holds them back. */
  heldBack: number;
  byCriterion: { id: string; count: number }[];
  stale: number;
}

/** How many services of these agencies are held back, and by what; a service may be held back by several things. */
export async function heldBackCounts(
  queries: Queries,
  agencies: readonly string[],
  criteria: readonly string[],
): Promise<HeldBack> {
  const { where, params } = await selected(queries, agencies, {});
  const patterns = Object.fromEntries(criteria.map((id, i) => [`held${i}`, heldBackPattern(id)]));
  const columns = criteria.map((_, i) => `SUM(CASE WHEN ${heldBack(`held${i}`)} THEN 1 ELSE 0 END) AS n${i}`);
  const row = (await queries.get<Record<string, number | null>>(
    `SELECT COUNT(*) AS services, SUM(CASE WHEN c.doc LIKE :notHeld THEN 0 ELSE 1 END) AS held,
            SUM(CASE WHEN s.basis = 'verified_stale' THEN 1 ELSE 0 END) AS stale, ${columns.join(', ')}
     FROM ${SOURCE} WHERE ${where}`,
    { ...params, ...patterns, notHeld: '%"heldBackBy":[],"id":%' },
  ))!;
  return {
    services: row['services'] ?? 0,
    heldBack: row['held'] ?? 0,
    stale: row['stale'] ?? 0,
    byCriterion: criteria
      .map((id, i) => ({ id, count: row[`n${i}`] ?? 0 }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count),
  };
}

async function selected(
  queries: Queries,
  agencies: readonly string[] | undefined,
  filter: ServiceFilter,
): Promise<{ where: string; params: SqlParams }> {
  const { listDay } = await catalogueHead(queries);
  const { conditions, params } = await selectServices(queries, filter, listDay);
  const mine = agencies ? [`s.agency_code IN ${inList(queries.engine, 'mine')}`] : [];
  return {
    where: [...mine, ...conditions, '1 = 1'].join(' AND '),
    params: { ...params, ...(agencies ? { mine: JSON.stringify(agencies) } : {}) },
  };
}

// Documents are canonical JSON: members stand in the order of their names, so that the list ends where `id` begins.
const heldBack = (name: string): string => `c.doc LIKE :${name}`;
const heldBackPattern = (criterion: string): string => `%"heldBackBy":[%"${criterion}"%],"id":%`;
