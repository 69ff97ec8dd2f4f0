import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Queries } from '../database/reader.js';
import { type SealedTable, sealedTables } from '../database/sealed-table.js';
import type { SealIndex } from './seal-index.js';
import { isThere, sealedRows } from './sealed-rows.query.js';
import type { FirstBad } from './verify-chain.js';

const ROWS_AT_ONCE = 300;

/**
 * Holds every row of the sealed tables against what the ledger wrote last of it, table by table and by key.
 * @param index of the whole ledger of the same state
 * @param head number of the last entry
 */
export async function verifyRows(
  queries: Queries,
  index: SealIndex,
  head: number,
): Promise<{ rows: number; firstBad: FirstBad | null }> {
  let rows = 0;
  for (const table of sealedTables()) {
    let found = 0;
    for await (const slice of sealedRows(queries, table, ROWS_AT_ONCE)) {
      for (const row of slice) {
        const firstBad = faultOf(table, row, index, head);
        if (firstBad) return { rows, firstBad };
        rows += 1;
      }
      found += slice.length;
      await nextTurn();
    }
    if (found < index.count(table.name)) {
      const firstBad = await firstMissing(queries, table, index);
      if (firstBad) return { rows, firstBad };
    }
  }
  return { rows, firstBad: null };
}

function faultOf(table: SealedTable, row: object, index: SealIndex, head: number): FirstBad | undefined {
  const key = table.keyOf(row);
  const last = index.last(table.name, key);
  const bad = (seq: number, reason: FirstBad['reason']) => ({ seq, reason, table: table.name, key });
  if (last === undefined) return bad(head, 'row_unknown');
  if (last.hash === null) return bad(last.seq, 'row_unknown');
  return last.hash === table.hashOf(row) ? undefined : bad(last.seq, 'row_differs');
}

async function firstMissing(
  queries: Queries,
  table: SealedTable,
  index: SealIndex,
): Promise<FirstBad | undefined> {
  for (const { seq, key } of index.standing(table.name)) {
    if (!(await isThere(queries, table, key))) return { seq, reason: 'row_missing', table: table.name, key };
  }
  return undefined;
}
