import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Queries, Reader } from '../database/reader.js';
import { stateOf } from '../http/pages.js';
import { pastServices, type StateRow } from './past-services.query.js';
import { selectServices } from './service-filter.js';
import { selectionSql } from './selection-sql.js';
import type { ServiceOrder } from './service-order.js';

export interface Checksum {
  count: number;
  sha256: string;
  seq: number;
}

const SERVICES_A_SLICE = 500;

const BY_ID: ServiceOrder = {
  columns: [{ sql: 's.service_id', as: 'service_id', type: 'string' }],
  descending: false,
};

/**
 * What a mirror compares to prove that it is complete: SHA-256 over `[` + the canonical JSON (RFC 8785) of every service of
 * the list in byte order of their ids, divided by `,` + `]`.
 */
export function checksum(reader: Reader, about: { asOf?: string; knownAt?: string }): Promise<Checksum> {
  return reader.snapshot((queries) => checksumIn(queries, about));
}

/** The same inside a snapshot. */
export async function checksumIn(
  queries: Queries,
  { asOf, knownAt }: { asOf?: string; knownAt?: string },
): Promise<Checksum> {
  const state = await stateOf(queries);
  const filter = { ...(asOf === undefined ? {} : { asOf }), ...(knownAt === undefined ? {} : { knownAt }) };
  const selection = await selectServices(queries, filter, state.asOf);
  const sql = `${selectionSql(selection, BY_ID, ['s.service_id > :after'])} LIMIT :limit`;
  const hash = createHash('sha256').update('[');
  let count = 0;
  let after = '';
  for (;;) {
    const rows = await queries.all<StateRow & { doc?: string }>(sql, {
      ...selection.params,
      after,
      limit: SERVICES_A_SLICE,
    });
    const docs = selection.isCurrent
      ? rows.map((row) => row.doc!)
      : await pastServices(queries, rows, asOf ?? state.asOf, knownAt);
    if (docs.length > 0) hash.update(`${count === 0 ? '' : ','}${docs.join(',')}`);
    count += docs.length;
    if (rows.length < SERVICES_A_SLICE) break;
    after = rows.at(-1)!.service_id;
    await nextTurn();
  }
  return { count, sha256: hash.update(']').digest('hex'), seq: state.seq };
}
