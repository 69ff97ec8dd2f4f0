import { stateOf } from '../http/pages.js';
import { type Caller, reachOfCaller } from '../accounts/caller.js';
import type { Queries } from '../database/reader.js';
import { inList, listRows, type SqlParams, whereOf } from '../database/sql.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { badRequest } from '../http/problem.js';
import {
  LEVEL_COLUMNS,
  selectServices,
  type ServiceFilter,
  type ServiceSelection,
  subtree,
  tableOf,
} from '../publication/service-filter.js';
import { type ProcedureItem, procedureItem } from './procedure.presenter.js';
import { procedureRecords, versionsOf } from './procedure-records.query.js';
import { rankedProcedures } from './procedure-search.query.js';
import { levelsByProcedure } from './service-levels.query.js';

export const PROCEDURE_SORTS = ['code', '-code', 'name', '-name', 'updatedAt', '-updatedAt'] as const;
export type ProcedureSort = (typeof PROCEDURE_SORTS)[number];

export interface ProcedureFilter extends Pick<
  ServiceFilter,
  'agency' | 'scope' | 'field' | 'level' | 'minLevel' | 'levelOf' | 'asOf' | 'knownAt' | 'q'
> {
  hasForms?: boolean;
  status?: 'draft' | 'published' | 'repealed';
}

export interface ProcedurePage {
  items: ProcedureItem[];
  next: string | null;
  total: number;
  asOf: string;
  seq: number;
}

const STATUS = `(CASE WHEN p.status = 'repealed' AND EXISTS (SELECT 1 FROM procedure_version v
  WHERE v.procedure_code = p.code AND v.no = p.published_no AND v.effective_from > :today)
  THEN 'published' ELSE p.status END)`;

/** One page of the procedures, all of it from one state of the catalogue; call it inside a snapshot. */
export async function procedurePage(
  queries: Queries,
  filter: ProcedureFilter,
  page: { sort: ProcedureSort | undefined; limit: number; cursor: string | undefined },
  caller: Caller | undefined,
): Promise<ProcedurePage> {
  const { asOf: today, seq } = await stateOf(queries);
  const { agency, scope, asOf, knownAt, levelOf } = filter;
  const asksForServices =
    [agency, scope, filter.level, filter.minLevel, levelOf, asOf, knownAt].find(
      (value) => value !== undefined,
    ) !== undefined;
  // What reports count by field is the field of the version in force then, not that of the procedure now.
  const selection = await selectServices(
    queries,
    { agency, scope, asOf, knownAt, field: filter.field },
    today,
  );

  const conditions: string[] = [];
  const params: SqlParams = {};
  const where = (condition: string, values: SqlParams = {}) => {
    conditions.push(condition);
    Object.assign(params, values);
  };
  if (asksForServices) where(procedureCondition(selection, filter), servicesParams(selection, filter));
  else if (filter.field !== undefined) where('p.field_code = :field', { field: filter.field });
  if (filter.hasForms !== undefined) where('p.has_forms = :hasForms', { hasForms: Number(filter.hasForms) });
  if (filter.status !== undefined) where(`${STATUS} = :status`, { status: filter.status, today });
  else if (!asksForServices) where(`${STATUS} <> 'repealed'`, { today });
  const drafts = await visibleDrafts(queries, caller);
  where(drafts.condition, drafts.params);
  const ranked = filter.q === undefined ? undefined : await rankedProcedures(queries, filter.q);
  if (ranked) where(`p.code IN ${inList(queries.engine, 'matching')}`, { matching: JSON.stringify(ranked) });

  const order = orderOf(page.sort, ranked !== undefined);
  const list = JSON.stringify(['procedures', Object.entries(filter).sort(), page.sort ?? null]);
  const after = afterCursor(order, list, page.cursor, ranked);
  const source = order.isRanked
    ? `${listRows(queries.engine, 'matching')} JOIN procedure p ON p.code = r.value`
    : 'procedure p';
  const direction = order.descending ? 'DESC' : 'ASC';
  const rows = await queries.all<{ code: string; key: string | number }>(
    `SELECT p.code, ${order.key} AS key FROM ${source}
     ${whereOf([...conditions, ...after.conditions])}
     ORDER BY ${order.key} ${direction}, p.code ${direction} LIMIT :limit`,
    { ...params, ...after.params, limit: page.limit + 1 },
  );
  const shown = rows.slice(0, page.limit);
  const codes = shown.map((row) => row.code);
  const last = shown.at(-1);
  return {
    items: await itemsOf(queries, codes, selection, filter, asOf ?? today),
    next: rows.length > page.limit && last ? encodeCursor(list, [last.key, last.code]) : null,
    total: (await queries.get<{ total: number }>(
      `SELECT COUNT(*) AS total FROM procedure p ${whereOf(conditions)}`,
      params,
    ))!.total,
    asOf: asOf ?? today,
    seq,
  };
}

async function itemsOf(
  queries: Queries,
  codes: string[],
  selection: ServiceSelection,
  filter: ProcedureFilter,
  day: string,
): Promise<ProcedureItem[]> {
  const procedures = await procedureRecords(queries, codes);
  const versions = await versionsOf(queries, codes);
  const levels = await levelsByProcedure(queries, selection, codes, filter.levelOf);
  return codes.map((code) => procedureItem(procedures.get(code)!, versions.get(code)!, day, levels(code)));
}

/** A procedure counts at the level that all its services reach, the lowest: with one service without a level, at none. */
function procedureCondition(
  selection: ServiceSelection,
  { level, minLevel, levelOf }: ProcedureFilter,
): string {
  const lowest = `MIN(${LEVEL_COLUMNS[levelOf ?? 'published']})`;
  const having = [
    ...(level === undefined ? [] : [`${lowest} = :level`]),
    ...(minLevel === undefined ? [] : [`${lowest} >= :minLevel`]),
  ];
  return `p.code IN (SELECT s.procedure_code FROM ${tableOf(selection)} s ${whereOf(selection.conditions)}
    GROUP BY s.procedure_code ${having.length === 0 ? '' : `HAVING ${having.join(' AND ')}`})`;
}

function servicesParams(selection: ServiceSelection, { level, minLevel }: ProcedureFilter): SqlParams {
  return {
    ...selection.params,
    ...(level === undefined ? {} : { level: level === 'none' ? 0 : Number(level) }),
    ...(minLevel === undefined ? {} : { minLevel }),
  };
}

/** Procedures that were never published are there for those who may read their drafts. */
async function visibleDrafts(
  queries: Queries,
  caller: Caller | undefined,
): Promise<{ condition: string; params: SqlParams }> {
  const reach = caller && reachOfCaller('procedure.readDraft', caller);
  if (reach === 'any') return { condition: '1 = 1', params: {} };
  if (reach !== 'ownAgencies' || caller?.agencyCode == null) {
    return { condition: `p.status <> 'draft'`, params: {} };
  }
  const { codes } = await subtree(queries, caller.agencyCode);
  return {
    condition: `(p.status <> 'draft' OR p.owner_agency IN ${inList(queries.engine, 'ownAgencies')})`,
    params: { ownAgencies: JSON.stringify(codes) },
  };
}

interface ProcedureOrder {
  key: string;
  type: 'string' | 'number';
  descending: boolean;
  isRanked: boolean;
}

const KEYS: Record<string, string> = { code: 'p.code', name: 'p.name_sort', updatedAt: 'p.updated_at' };

/** By the given sort; a search without one is by how well the procedure matches. */
function orderOf(sort: ProcedureSort | undefined, isSearch: boolean): ProcedureOrder {
  if (sort === undefined && isSearch)
    return { key: 'r.key', type: 'number', descending: false, isRanked: true };
  const key = KEYS[(sort ?? 'code').replace('-', '')]!;
  return { key, type: 'string', descending: sort?.startsWith('-') === true, isRanked: false };
}

function afterCursor(
  order: ProcedureOrder,
  list: string,
  cursor: string | undefined,
  ranked: string[] | undefined,
): { conditions: string[]; params: SqlParams } {
  if (cursor === undefined) return { conditions: [], params: {} };
  const [key, code] = decodeCursor(list, cursor);
  if (typeof key !== order.type || typeof code !== 'string')
    throw badRequest([{ in: 'query', pointer: '/cursor', code: 'bad_cursor' }]);
  // The place in a ranking moves when procedures are added: the procedure itself finds it again.
  const place = order.isRanked ? ranked!.indexOf(code) : -1;
  return {
    conditions: [`(${order.key}, p.code) ${order.descending ? '<' : '>'} (:afterKey, :afterCode)`],
    params: { afterKey: place >= 0 ? place : key!, afterCode: code },
  };
}
