import type { Queries } from '../database/reader.js';
import type { SqlParams } from '../database/sql.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { type Page, stateOf } from '../http/pages.js';
import { QUEUE_REASONS } from './queue-reasons.js';
import type { Where } from './visible-agencies.query.js';

/** A service in the queue, with why it stands where it does. */
export interface QueuedService {
  serviceId: string;
  agencyCode: string;
  agencyName: string;
  procedureCode: string;
  procedureName: string;
  declaredLevel: number;
  verifiedLevel: number | null;
  /** Sum of the weights. */
  weight: number;
  reasons: { code: string; weight: number }[];
}

type QueueRow = Omit<QueuedService, 'reasons' | 'verifiedLevel'> & { verifiedLevel: number } & {
  [reason: `reason${number}`]: number;
};

const FLAGS = QUEUE_REASONS.map(({ holds }, i) => `CASE WHEN ${holds} THEN 1 ELSE 0 END AS reason${i}`);
const WEIGHT = QUEUE_REASONS.map(({ weight }, i) => `${weight} * reason${i}`).join(' + ');

interface QueueFilter {
  field?: string;
  reason?: string;
}

/** Declared services of today's list that are not being inspected, the most urgent first; call it inside a snapshot. */
export async function queuePage(
  queries: Queries,
  within: Where,
  filter: QueueFilter,
  limit: number,
  cursor: string | undefined,
): Promise<Page<QueuedService>> {
  const list = `inspection-queue ${JSON.stringify([within.params['agencies'], filter.field, filter.reason])}`;
  const [weight, serviceId] = cursor === undefined ? [1_000_000, ''] : decodeCursor(list, cursor);
  const { conditions, params } = waiting(within, filter);
  // Whether a reason holds is found out once for each service, and names only for those that are shown.
  const rows = await queries.all<QueueRow>(
    `WITH f AS MATERIALIZED (
       SELECT s.service_id, s.agency_code, s.procedure_code, s.declared_level, s.verified_level, ${FLAGS.join(', ')}
       FROM published_service s WHERE ${conditions}),
     q AS (
       SELECT * FROM (SELECT f.*, ${WEIGHT} AS weight FROM f) w
       WHERE weight < :weight OR (weight = :weight AND service_id > :serviceId)
       ORDER BY weight DESC, service_id LIMIT :limit)
     SELECT q.service_id AS "serviceId", q.agency_code AS "agencyCode", a.name AS "agencyName",
            q.procedure_code AS "procedureCode", p.name AS "procedureName", q.declared_level AS "declaredLevel",
            q.verified_level AS "verifiedLevel", q.weight, ${QUEUE_REASONS.map((_, i) => `q.reason${i}`).join(', ')}
     FROM q JOIN agency a ON a.code = q.agency_code JOIN procedure p ON p.code = q.procedure_code
     ORDER BY q.weight DESC, q.service_id`,
    { ...params, weight: Number(weight), serviceId: String(serviceId), limit: limit + 1 },
  );
  const items = rows.slice(0, limit).map(queuedService);
  const last = items.at(-1);
  return {
    items,
    next: last && rows.length > limit ? encodeCursor(list, [last.weight, last.serviceId]) : null,
    total: await queueTotal(queries, within, filter),
    ...(await stateOf(queries)),
  };
}

/** How many services the queue holds. */
export async function queueTotal(queries: Queries, within: Where, filter: QueueFilter): Promise<number> {
  const { conditions, params } = waiting(within, filter);
  const counted = await queries.get<{ total: number }>(
    `SELECT COUNT(*) AS total FROM published_service s WHERE ${conditions}`,
    params,
  );
  return counted!.total;
}

function waiting(within: Where, { field, reason }: QueueFilter): { conditions: string; params: SqlParams } {
  const conditions = [
    's.declared_level > 0',
    `s.service_id NOT IN (SELECT service_id FROM inspection WHERE state = 'open')`,
    ...within.conditions,
    ...(field === undefined ? [] : ['s.field_code = :field']),
    ...QUEUE_REASONS.filter(({ code }) => code === reason).map(({ holds }) => `(${holds})`),
  ];
  return {
    conditions: conditions.join(' AND '),
    params: field === undefined ? within.params : { ...within.params, field },
  };
}

function queuedService(row: QueueRow): QueuedService {
  const { serviceId, agencyCode, agencyName, procedureCode, procedureName, declaredLevel, weight } = row;
  return {
    serviceId,
    agencyCode,
    agencyName,
    procedureCode,
    procedureName,
    declaredLevel,
    verifiedLevel: row.verifiedLevel || null,
    weight,
    reasons: QUEUE_REASONS.filter((_, i) => row[`reason${i}`] === 1).map(({ code, weight }) => ({
      code,
      weight,
    })),
  };
}
