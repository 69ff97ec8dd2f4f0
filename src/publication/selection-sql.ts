import { whereOf } from '../database/sql.js';
import type { StateRow } from './past-services.query.js';
import { type ServiceSelection, tableOf } from './service-filter.js';
import type { ServiceOrder } from './service-order.js';

/** A row of a selection; the document where the list is today's. */
export type PageRow = StateRow & { doc?: string };

/** The SQL of the selection in an order, for pages and for streams. */
export function selectionSql(
  selection: ServiceSelection,
  order: ServiceOrder,
  more: readonly string[] = [],
  withDocs = selection.isCurrent,
): string {
  const columns = selection.isCurrent
    ? [withDocs ? 'c.doc' : 's.change_seq', 's.service_id', 's.procedure_code', 's.agency_code']
    : [
        's.service_id',
        's.procedure_code',
        's.agency_code',
        's.version_no',
        's.level AS published_level',
        's.basis',
        's.declared_level',
        's.verified_level',
        's.verification_no',
        's.level_since',
        's.known_from',
        's.has_forms',
        's.demonstration',
      ];
  const keys = order.columns
    .filter(({ sql, as }) => !columns.includes(sql) || sql !== `s.${as}`)
    .map(({ sql, as }) => `${sql} AS ${as}`);
  const direction = order.descending ? 'DESC' : 'ASC';
  return `SELECT ${[...columns, ...keys].join(', ')}
    FROM ${order.lead ? `${order.lead.from} CROSS JOIN ` : ''}${tableOf(selection)} s
    ${withDocs ? 'JOIN change c ON c.seq = s.change_seq' : ''}
    ${whereOf([...(order.lead ? [order.lead.on] : []), ...selection.conditions, ...more])}
    ORDER BY ${order.columns.map((column) => `${column.sql} ${direction}`).join(', ')}`;
}
