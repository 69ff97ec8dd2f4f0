import type { Queries } from '../database/reader.js';
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

/** Declared services of today's list that are not being inspected, the most urgent first; call it inside a snapshot. */
export async function queuePage(
  queries: Queries,
  within: Where,
  filter: { field?: string; reason?: string },
  limit: number,
  cursor: string | undefined,
): Promise<Page<QueuedService>> {
  const list = `inspection-queue ${JSON.stringify([within.params['agencies'], filter.field, filter.reason])}`;
  const [weight, serviceId] = cursor === undefined ? [1_000_000, ''] : decodeCursor(list, cursor);
  const conditions = [
    's.declared_level > 0',
    `s.service_id NOT IN (SELECT service_id FROM inspection WHERE state = 'open')`,
    ...within.conditions,
    ...(filter.field === undefined ? [] : ['s.field_code = :field']),
    ...QUEUE_REASONS.filter(({ code }) => code === filter.reason).map(({ holds }) => `(${holds})`),
  ].join(' AND ');
  const params = filter.field === undefined ? within.params : { ...within.params, field: filter.field };
  const counted = await queries.get<{ total: number }>(
    `SELECT COUNT(*) AS total FROM published_service s WHERE ${conditions}`,
    params,
  );
  const rows = await queries.all<QueueRow>(
    `SELECT q.service_id AS "serviceId", q.agency_code AS "agencyCode", a.name AS "agencyName",
            q.procedure_code AS "procedureCode", p.name AS "procedureName", q.declared_level AS "declaredLevel",
            q.verified_level AS "verifiedLevel", q.weight, ${QUEUE_REASONS.map((_, i) => `q.reason${i}`).join(', ')}
     FROM (SELECT f.*, ${WEIGHT} AS weight
           FROM (SELECT s.service_id, s.agency_code, s.procedure_code, s.declared_level, s.verified_level,
                        ${FLAGS.join(', ')}
                 FROM published_service s WHERE ${conditions}) f) q
     JOIN agency a ON a.code = q.agency_code
     JOIN procedure p ON p.code = q.procedure_code
     WHERE q.weight < :weight OR (q.weight = :weight AND q.service_id > :serviceId)
     ORDER BY q.weight DESC, q.service_id LIMIT :limit`,
    { ...params, weight: Number(weight), serviceId: String(serviceId), limit: limit + 1 },
  );
  const items = rows.slice(0, limit).map(queuedService);
  const last = items.at(-1);
  return {
    items,
    next: last && rows.length > limit ? encodeCursor(list, [last.weight, last.serviceId]) : null,
    total: counted!.total,
    ...(await stateOf(queries)),
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
