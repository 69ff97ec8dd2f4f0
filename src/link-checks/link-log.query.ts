import type { Queries } from '../database/reader.js';
import type { SqlParams } from '../database/sql.js';
import { startOfDay } from '../domain/dates/civil-date.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { type Page, stateOf } from '../http/pages.js';
import type { Where } from '../inspections/visible-agencies.query.js';
import type { LinkCheckRow } from './link.table.js';
import { publishedWithin } from './link-list.query.js';

const DAY_MS = 86_400_000;

/** One check, as it stands in the log. */
export type LinkCheck = LinkCheckRow;

export interface LogFilter {
  service?: string;
  state?: string;
  outcome?: string;
  host?: string;
  /** First and last day, in Vietnam. */
  from?: string;
  to?: string;
}

const COLUMNS = `c.link_id AS "linkId", c.no, c.url, c.host, c.at, c.outcome, c.state, c.reason,
  c.http_status AS "httpStatus", c.final_url AS "finalUrl", c.failures, c.ms, c.requested_by AS "requestedBy"`;

/**
 * A page of the log, the latest first; call it inside a snapshot.
 * @param within over `p.agency_code`
 */
export async function linkLogPage(
  queries: Queries,
  within: Where,
  filter: LogFilter,
  limit: number,
  cursor: string | undefined,
): Promise<Page<LinkCheck>> {
  const { service, state, outcome, host, from, to } = filter;
  const { conditions, params } = publishedWithin('c.link_id', within, service);
  const add = (condition: string, values: SqlParams) => {
    conditions.push(condition);
    Object.assign(params, values);
  };
  if (state !== undefined) add('c.state = :state', { state });
  if (outcome !== undefined) add('c.outcome = :outcome', { outcome });
  if (host !== undefined) add('c.host = :host', { host: host.toLowerCase() });
  if (from !== undefined) add('c.at >= :from', { from: startOfDay(from).toISOString() });
  if (to !== undefined) add('c.at < :after', { after: endOfDay(to) });
  const where = () => (conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`);
  const list = `link-checks ${JSON.stringify([service, state, outcome, host, from, to, params['agencies']])}`;
  const counted = await queries.get<{ total: number }>(
    `SELECT COUNT(*) AS total FROM link_check c ${where()}`,
    params,
  );
  if (cursor !== undefined) {
    const [at, linkId, no] = decodeCursor(list, cursor);
    add('(c.at, c.link_id, c.no) < (:afterAt, :afterLink, :afterNo)', {
      afterAt: String(at),
      afterLink: String(linkId),
      afterNo: Number(no),
    });
  }
  const rows = await queries.all<LinkCheck>(
    `SELECT ${COLUMNS} FROM link_check c ${where()} ORDER BY c.at DESC, c.link_id DESC, c.no DESC LIMIT :limit`,
    { ...params, limit: limit + 1 },
  );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    items: rows.slice(0, limit),
    next: last ? encodeCursor(list, [last.at, last.linkId, last.no]) : null,
    total: counted!.total,
    ...(await stateOf(queries)),
  };
}

const endOfDay = (day: string): string => new Date(startOfDay(day).getTime() + DAY_MS).toISOString();
