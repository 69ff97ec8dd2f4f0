import type { Queries } from '../database/reader.js';
import { inList } from '../database/sql.js';
import { IS_STILL_NAMED } from '../inspections/link-trouble.js';
import type { LinkState } from './link.table.js';

/** A link that a service publishes and that does not do what it should. */
export interface TroubledLink {
  id: string;
  url: string;
  state: LinkState;
  reason: string | null;
  stateSince: string;
  serviceId: string;
  procedureName: string;
}

const TROUBLES = `('dead', 'refused', 'changed', 'moved')`;

/**
 * What is wrong with the links of services, the worst first.
 * @param of the agencies whose services are meant, or one service
 */
export function troubledLinks(
  queries: Queries,
  of: { agencies: readonly string[] } | { service: string },
  limit: number,
): Promise<TroubledLink[]> {
  const isOne = 'service' in of;
  return queries.all<TroubledLink>(
    `SELECT DISTINCT k.id, k.url, k.state, k.reason, k.state_since AS "stateSince", o.id AS "serviceId",
            p.name AS "procedureName",
            CASE k.state WHEN 'dead' THEN 0 WHEN 'refused' THEN 1 WHEN 'changed' THEN 2 ELSE 3 END AS rank
     FROM link k JOIN service_link l ON l.link_id = k.id
     JOIN public_service o ON o.id = l.service_id
     JOIN procedure p ON p.code = o.procedure_code
     LEFT JOIN service_facts f ON f.service_id = o.id AND f.no = o.facts_no
     WHERE k.state IN ${TROUBLES} AND (l.used_as = 'evidence' OR ${IS_STILL_NAMED})
       AND ${isOne ? 'o.id = :service' : `o.agency_code IN ${inList(queries.engine, 'agencies')}`}
     ORDER BY rank, o.id, k.id LIMIT :limit`,
    isOne ? { service: of.service, limit } : { agencies: JSON.stringify(of.agencies), limit },
  );
}
