import type { Queries, Reader } from '../database/reader.js';
import { sealedTables } from '../database/sealed-table.js';
import type { UnitOfWork } from '../database/unit-of-work.js';
import type { LedgerEntry } from './entry.js';
import { ROWS_AN_ENTRY } from './ledger-append.service.js';
import { sealedRows } from './sealed-rows.query.js';

const ACTION = 'ledger.seal';

/**
 * Seals every row of a database that a version made which sealed none: from then on `ledger verify` finds what is changed behind
 * the application's back. It is done once, by the first start; the chain itself says whether it was.
 */
export async function sealStandingRows(reader: Reader, unitOfWork: UnitOfWork): Promise<void> {
  if (await isSealed(reader)) return;
  await unitOfWork.run({ actor: { name: 'system', agencyCode: null }, action: ACTION }, async (unit) => {
    // Another process may have done it meanwhile.
    if (await isSealed(unit)) return;
    for (const table of sealedTables()) {
      for await (const rows of sealedRows(unit, table, ROWS_AN_ENTRY)) {
        unit.seals.standing(table, rows);
        unit.record(`rows:${table.name}`, null, { rows: rows.length });
        await unit.flush();
      }
    }
  });
}

/** Whether the ledger seals rows from its first entry on, or has sealed those that stood. */
async function isSealed(queries: Queries): Promise<boolean> {
  const first = await queries.get<{ body: string }>('SELECT body FROM ledger_entry WHERE seq = 1');
  if (!first || (JSON.parse(first.body) as LedgerEntry).rows !== undefined) return true;
  const sealing = await queries.get(
    'SELECT seq FROM ledger_entry WHERE action = :action ORDER BY seq LIMIT 1',
    {
      action: ACTION,
    },
  );
  return sealing !== undefined;
}
