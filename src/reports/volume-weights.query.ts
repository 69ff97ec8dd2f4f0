import type { Queries } from '../database/reader.js';
import { type SqlParams, whereOf } from '../database/sql.js';
import { addTally, emptyTally, type Tally } from '../domain/coverage.js';
import { type PeriodSpan, periodSpan } from '../domain/case-volumes.js';
import { STILL_KNOWN } from '../domain/service-timeline.js';
import { badRequest } from '../http/problem.js';
import { VOLUME_HOLDS } from '../publication/case-volumes.query.js';
import {
  LEVEL_COLUMNS,
  type LevelBasis,
  type ServiceSelection,
  tableOf,
} from '../publication/service-filter.js';
import { markSums, tallyOf, type TallyRow } from './tallies.query.js';

/** By what services are weighted: the dossiers that all channels received in a period. */
export interface VolumeWeights {
  period: string;
  params: SqlParams;
}

/**
 * Dossiers by service, of those whose records cover the whole period: a year of which one quarter is known is not known.
 * Whole numbers as `integer`, so that their sums are numbers on both databases.
 */
const WEIGHTS = `(SELECT v.service_id, CAST(SUM(v.received) AS integer) AS dossiers FROM case_volume v
  WHERE ${VOLUME_HOLDS} AND v.period_from >= :periodFrom AND v.period_to <= :periodTo
  GROUP BY v.service_id HAVING SUM(v.days) = :periodDays)`;

/** @throws Problem 400 where the period is none */
export async function volumeWeights(
  queries: Queries,
  asked: string | undefined,
  asOf: string,
  knownAt: string = STILL_KNOWN,
): Promise<VolumeWeights> {
  const period = asked ?? (await newestYear(queries, asOf, knownAt)) ?? String(Number(asOf.slice(0, 4)) - 1);
  const span: PeriodSpan | null = periodSpan(period);
  if (span === null)
    throw badRequest([{ in: 'query', pointer: '/volumePeriod', code: 'not_a_volume_period' }]);
  const { from, to, days } = span;
  return {
    period,
    params: { volumesKnownAt: knownAt, periodFrom: from, periodTo: to, periodDays: days },
  };
}

/** The newest year that had ended by the day and of which the whole is known of any service. */
async function newestYear(queries: Queries, asOf: string, knownAt: string): Promise<string | null> {
  const row = await queries.get<{ year: string | null }>(
    `SELECT MAX(y.year) AS year FROM (
       SELECT SUBSTR(v.period_from, 1, 4) AS year FROM case_volume v
       WHERE ${VOLUME_HOLDS} AND v.period_to <= :asOf
       GROUP BY v.service_id, SUBSTR(v.period_from, 1, 4) HAVING SUM(v.days) >= 365) y`,
    { volumesKnownAt: knownAt, asOf },
  );
  return row?.year ?? null;
}

/** Dossiers by agency or by field, each counted at the level of its service. */
export async function weightedTallies(
  queries: Queries,
  selection: ServiceSelection,
  by: 'agency' | 'field',
  basis: LevelBasis,
  { params }: VolumeWeights,
): Promise<Map<string, Tally>> {
  const key = by === 'agency' ? 's.agency_code' : 's.field_code';
  const level = LEVEL_COLUMNS[basis];
  const rows = await queries.all<TallyRow>(
    `SELECT ${key} AS key, ${level} AS level, SUM(w.dossiers) AS total, ${markSums('w.dossiers')}
     FROM ${tableOf(selection)} s JOIN ${WEIGHTS} w ON w.service_id = s.service_id
     ${whereOf(selection.conditions)} GROUP BY ${key}, ${level}`,
    { ...selection.params, ...params },
  );
  return summed(rows.map((row) => [row.key, tallyOf(row)]));
}

/** Services whose dossiers of the period are not known, by agency or by field. */
export async function unweightedTallies(
  queries: Queries,
  selection: ServiceSelection,
  by: 'agency' | 'field',
  { params }: VolumeWeights,
): Promise<Map<string, Tally>> {
  const key = by === 'agency' ? 's.agency_code' : 's.field_code';
  const conditions = [...selection.conditions, NOT_KNOWN];
  const rows = await queries.all<{ key: string; n: number }>(
    `SELECT ${key} AS key, COUNT(*) AS n FROM ${tableOf(selection)} s ${whereOf(conditions)} GROUP BY ${key}`,
    { ...selection.params, ...params },
  );
  return summed(rows.map(({ key, n }) => [key, { ...emptyTally(), levels: [n, 0, 0, 0] }]));
}

const NOT_KNOWN = `s.service_id NOT IN (SELECT w.service_id FROM ${WEIGHTS} w)`;

function summed(pairs: readonly (readonly [string, Tally])[]): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const [key, tally] of pairs) tallies.set(key, addTally(tallies.get(key) ?? emptyTally(), tally));
  return tallies;
}

export interface WeightedService {
  id: string;
  agency_code: string;
  agency_name: string;
  procedure_code: string;
  procedure_name: string;
  /** Null where they are not known. */
  dossiers: number | null;
}

/** The services of a selection with their dossiers, by id, and the sum over all of them. */
export async function weightedServices(
  queries: Queries,
  selection: ServiceSelection,
  { params }: VolumeWeights,
  volumes: 'known' | 'unknown',
  after: string,
  limit: number,
): Promise<{ rows: WeightedService[]; total: number; dossiers: number }> {
  const from = `${tableOf(selection)} s LEFT JOIN ${WEIGHTS} w ON w.service_id = s.service_id`;
  const conditions = [
    ...selection.conditions,
    `w.service_id IS ${volumes === 'known' ? 'NOT NULL' : 'NULL'}`,
  ];
  const all = { ...selection.params, ...params };
  const rows = await queries.all<WeightedService>(
    `SELECT s.service_id AS id, s.agency_code, a.name AS agency_name, s.procedure_code, p.name AS procedure_name,
            w.dossiers
     FROM ${from} JOIN agency a ON a.code = s.agency_code JOIN procedure p ON p.code = s.procedure_code
     ${whereOf([...conditions, 's.service_id > :after'])} ORDER BY s.service_id LIMIT :limit`,
    { ...all, after, limit },
  );
  const sum = await queries.get<{ total: number; dossiers: number }>(
    `SELECT COUNT(*) AS total, COALESCE(SUM(w.dossiers), 0) AS dossiers FROM ${from} ${whereOf(conditions)}`,
    all,
  );
  return { rows, ...sum! };
}
