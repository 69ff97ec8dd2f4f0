import type { Queries } from '../database/reader.js';
import { inList, type SqlParams } from '../database/sql.js';
import { groupBy } from '../domain/group-by.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { type Page, stateOf } from '../http/pages.js';
import type { Where } from '../inspections/visible-agencies.query.js';
import type { LinkState } from './link.table.js';

/** A link with where it stands and who publishes it. */
export interface LinkView {
  id: string;
  url: string;
  host: string;
  state: LinkState;
  reason: string | null;
  failures: number;
  firstFailedAt: string | null;
  httpStatus: number | null;
  finalUrl: string | null;
  stateSince: string;
  checkedAt: string | null;
  /** Null where the schedule is off, or never asks for it. */
  nextCheckAt: string | null;
  requestedAt: string | null;
  serviceCount: number;
  /** The first of the services that publish it. */
  services: { serviceId: string; usedAs: string[] }[];
}

export interface LinkFilter {
  service?: string;
  state?: string;
  host?: string;
}

const SERVICES_SHOWN = 20;

export const LINK_COLUMNS = `k.id, k.url, k.host, k.state, k.reason, k.failures, k.first_failed_at AS "firstFailedAt",
  k.http_status AS "httpStatus", k.final_url AS "finalUrl", k.state_since AS "stateSince",
  k.checked_at AS "checkedAt", k.due_at AS "nextCheckAt", k.requested_at AS "requestedAt"`;

/** Conditions over `column`, the id of a link: that a service of these agencies, or this one, publishes it. */
export function publishedWithin(column: string, within: Where, service: string | undefined): Where {
  const conditions = [...within.conditions];
  const params: SqlParams = { ...within.params };
  if (service !== undefined) {
    conditions.push('l.service_id = :service');
    params['service'] = service;
  }
  if (conditions.length === 0) return { conditions: [], params: {} };
  return {
    conditions: [
      `${column} IN (SELECT l.link_id FROM service_link l JOIN public_service p ON p.id = l.service_id
        WHERE ${conditions.join(' AND ')})`,
    ],
    params,
  };
}

/**
 * A page of links by host and id; call it inside a snapshot.
 * @param within over `p.agency_code`
 */
export async function linkPage(
  queries: Queries,
  within: Where,
  { service, state, host }: LinkFilter,
  isScheduled: boolean,
  limit: number,
  cursor: string | undefined,
): Promise<Page<LinkView>> {
  const { conditions, params } = publishedWithin('k.id', within, service);
  const add = (condition: string, values: SqlParams) => {
    conditions.push(condition);
    Object.assign(params, values);
  };
  if (state !== undefined) add('k.state = :state', { state });
  if (host !== undefined) add('k.host = :host', { host: host.toLowerCase() });
  const where = () => (conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`);
  const list = `links ${JSON.stringify([service, state, host, params['agencies']])}`;
  const counted = await queries.get<{ total: number }>(
    `SELECT COUNT(*) AS total FROM link k ${where()}`,
    params,
  );
  if (cursor !== undefined) {
    const [afterHost, afterId] = decodeCursor(list, cursor);
    add('(k.host, k.id) > (:afterHost, :afterId)', {
      afterHost: String(afterHost),
      afterId: String(afterId),
    });
  }
  const rows = await queries.all<Omit<LinkView, 'services' | 'serviceCount'>>(
    `SELECT ${LINK_COLUMNS} FROM link k ${where()} ORDER BY k.host, k.id LIMIT :limit`,
    { ...params, limit: limit + 1 },
  );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const shown = rows.slice(0, limit);
  return {
    items: await withServices(queries, isScheduled ? shown : shown.map(unscheduled)),
    next: last ? encodeCursor(list, [last.host, last.id]) : null,
    total: counted!.total,
    ...(await stateOf(queries)),
  };
}

const unscheduled = <Link extends { nextCheckAt: string | null }>(link: Link): Link => ({
  ...link,
  nextCheckAt: null,
});

async function withServices(
  queries: Queries,
  links: readonly Omit<LinkView, 'services' | 'serviceCount'>[],
): Promise<LinkView[]> {
  const rows = await queries.all<{ linkId: string; serviceId: string; usedAs: string }>(
    `SELECT link_id AS "linkId", service_id AS "serviceId", used_as AS "usedAs" FROM service_link
     WHERE link_id IN ${inList(queries.engine, 'ids')} ORDER BY service_id, used_as`,
    { ids: JSON.stringify(links.map(({ id }) => id)) },
  );
  const usesOf = groupBy(rows, ({ linkId }) => linkId);
  return links.map((link) => {
    const services = [...groupBy(usesOf.get(link.id) ?? [], ({ serviceId }) => serviceId)];
    return {
      ...link,
      serviceCount: services.length,
      services: services
        .slice(0, SERVICES_SHOWN)
        .map(([serviceId, uses]) => ({ serviceId, usedAs: uses.map(({ usedAs }) => usedAs) })),
    };
  });
}
