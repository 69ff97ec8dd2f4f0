import type { Queries } from '../database/reader.js';
import { type SqlParams, whereOf } from '../database/sql.js';
import type { CountUnit, NumberContext } from '../domain/coverage.js';
import type { Level } from '../domain/level-scheme/scheme.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { LEVEL_COLUMNS, selectAmong, visibleOn } from '../publication/service-filter.js';
import { type CoverageCounts, coverageTotals, ruleOf } from './coverage.query.js';
import { LIST_WORDS } from './list-link.js';
import { catalogueHead, type ReportQuestion, scopeOf } from './report-question.js';

/** How a service moved: into or out of the list, or to another level. */
export const MOVES = ['added', 'removed', 'raised', 'lowered'] as const;
export type Move = (typeof MOVES)[number];

export interface CompareQuestion extends Omit<ReportQuestion, 'asOf' | 'knownAt'> {
  a: string;
  b: string;
  knownAtA?: string;
  knownAtB?: string;
  move?: Move;
}

export interface MovedService {
  id: string;
  agency: { code: string; name: string };
  procedure: { code: string; name: string };
  move: Move;
  /** `null`: not in the list then; a `level` of null: in it without any level. */
  a: { level: Level | null } | null;
  b: { level: Level | null } | null;
}

export interface Comparison {
  a: CoverageCounts & NumberContext;
  b: CoverageCounts & NumberContext;
  moves: Record<Move, { count: number; list: string }>;
  items: MovedService[];
  next: string | null;
  total: number;
  unit: CountUnit;
  scope: 'own' | 'subtree';
  ruleId: string;
  seq: number;
  listWords: typeof LIST_WORDS;
}

/** Two days, or two states of knowledge, beside each other, and every service that moved between them. */
export async function comparison(
  queries: Queries,
  question: CompareQuestion,
  limit: number,
  cursor: string | undefined,
): Promise<Comparison> {
  const { a, b, knownAtA, knownAtB, move, unit = 'service', scope = 'own', ...about } = question;
  const head = await catalogueHead(queries);
  const side = (asOf: string, knownAt: string | undefined) =>
    coverageTotals(queries, { ...about, unit, scope, asOf, knownAt }, head);
  const moved = await movedSql(queries, question);
  const list = JSON.stringify(['compare', Object.entries(question).sort()]);
  const after = cursor === undefined ? '' : String(decodeCursor(list, cursor)[0]);
  const counts = await queries.all<{ move: Move; n: number }>(
    `SELECT move, COUNT(*) AS n FROM (${moved.sql}) m WHERE move IS NOT NULL GROUP BY move`,
    moved.params,
  );
  const countOf = (move: Move) => counts.find((row) => row.move === move)?.n ?? 0;
  const rows = await movedRows(queries, moved, move, after, limit + 1);
  const shown = rows.slice(0, limit);
  return {
    a: await side(a, knownAtA),
    b: await side(b, knownAtB),
    moves: Object.fromEntries(
      MOVES.map((move) => [move, { count: countOf(move), list: movesPath({ ...question, move }) }]),
    ) as Comparison['moves'],
    items: shown.map(itemOf),
    next: rows.length > limit ? encodeCursor(list, [shown.at(-1)!.service_id]) : null,
    total: move === undefined ? MOVES.reduce((sum, one) => sum + countOf(one), 0) : countOf(move),
    unit,
    scope,
    ruleId: ruleOf(unit),
    seq: head.seq,
    listWords: LIST_WORDS,
  };
}

interface Sql {
  sql: string;
  params: SqlParams;
}

/**
 * Level of every service on both sides, NULL where it is not in the list, and how it moved. A row of `service_state` that
 * is seen from both sides says that nothing moved, so only the rows seen from one are read together.
 */
async function movedSql(queries: Queries, question: CompareQuestion): Promise<Sql> {
  const { agency, scope, field, basis = 'published' } = question;
  const among = await selectAmong(queries, scopeOf({ agency, scope, field }), false);
  const level = LEVEL_COLUMNS[basis];
  const a = sideOf('A', question.a, question.knownAtA);
  const b = sideOf('B', question.b, question.knownAtB);
  const rowsOf = (seen: Sql, unseen: Sql, levels: string) =>
    `SELECT s.service_id, ${levels} FROM service_state s
     ${whereOf([seen.sql, `NOT (${unseen.sql})`, ...among.conditions])}`;
  return {
    sql: `SELECT service_id, level_a, level_b,
        CASE WHEN level_a IS NULL THEN 'added' WHEN level_b IS NULL THEN 'removed'
             WHEN level_b > level_a THEN 'raised' WHEN level_b < level_a THEN 'lowered' END AS move
      FROM (SELECT service_id, MAX(level_a) AS level_a, MAX(level_b) AS level_b
            FROM (${rowsOf(a, b, `${level} AS level_a, NULL AS level_b`)}
                  UNION ALL ${rowsOf(b, a, `NULL AS level_a, ${level} AS level_b`)}) sides
            GROUP BY service_id) both_sides`,
    params: { ...among.params, ...a.params, ...b.params },
  };
}

/** `visibleOn` with parameters of its own, so that two can stand in one statement. */
function sideOf(name: 'A' | 'B', day: string, knownAt: string | undefined): Sql {
  const { condition, params } = visibleOn(day, knownAt);
  return {
    sql: condition.replaceAll(/:(\w+)/g, `:$1${name}`),
    params: Object.fromEntries(Object.entries(params).map(([key, value]) => [`${key}${name}`, value])),
  };
}

interface MovedRow {
  service_id: string;
  agency_code: string;
  agency_name: string;
  procedure_code: string;
  procedure_name: string;
  move: Move;
  level_a: Level | 0 | null;
  level_b: Level | 0 | null;
}

function movedRows(
  queries: Queries,
  moved: Sql,
  move: Move | undefined,
  after: string,
  limit: number,
): Promise<MovedRow[]> {
  const condition = move === undefined ? 'm.move IS NOT NULL' : 'm.move = :move';
  return queries.all<MovedRow>(
    `SELECT m.service_id, m.move, m.level_a, m.level_b, s.agency_code, a.name AS agency_name,
            s.procedure_code, p.name AS procedure_name
     FROM (${moved.sql}) m
     JOIN public_service s ON s.id = m.service_id
     JOIN agency a ON a.code = s.agency_code
     JOIN procedure p ON p.code = s.procedure_code
     WHERE ${condition} AND m.service_id > :after ORDER BY m.service_id LIMIT :limit`,
    { ...moved.params, after, limit, ...(move === undefined ? {} : { move }) },
  );
}

function itemOf(row: MovedRow): MovedService {
  return {
    id: row.service_id,
    agency: { code: row.agency_code, name: row.agency_name },
    procedure: { code: row.procedure_code, name: row.procedure_name },
    move: row.move,
    a: row.level_a === null ? null : { level: row.level_a || null },
    b: row.level_b === null ? null : { level: row.level_b || null },
  };
}

function movesPath(question: CompareQuestion): string {
  const words = Object.entries(question)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]): [string, string] => [name, String(value)]);
  return `/api/v1/reports/compare?${new URLSearchParams(words).toString()}`;
}
