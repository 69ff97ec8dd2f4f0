import type { Queries } from '../database/reader.js';
import type { LedgerEntry } from './entry.js';

const ENTRIES_AT_ONCE = 10;

/** The first entry whose subjects are not listed as its items name them, told from both sides. Call it inside a snapshot. */
export async function subjectsOutOfStep(
  queries: Queries,
): Promise<{ side: 'kept' | 'made anew'; row: string }[]> {
  let after = -1;
  for (;;) {
    const entries = await queries.all<{ seq: number; body: string }>(
      'SELECT seq, body FROM ledger_entry WHERE seq > :after ORDER BY seq LIMIT :limit',
      { after, limit: ENTRIES_AT_ONCE },
    );
    if (entries.length === 0) break;
    const last = entries.at(-1)!.seq;
    const listed = await queries.all<{ seq: number; subject: string }>(
      'SELECT seq, subject FROM ledger_subject WHERE seq > :after AND seq <= :last',
      { after, last },
    );
    for (const { seq, body } of entries) {
      const { items } = JSON.parse(body) as LedgerEntry;
      const named = [...new Set(items.map(({ subject }) => subject))].sort();
      const kept = listed.filter((row) => row.seq === seq).map(({ subject }) => subject);
      kept.sort();
      if (JSON.stringify(named) !== JSON.stringify(kept))
        return [
          { side: 'kept', row: JSON.stringify({ seq, subjects: kept }) },
          { side: 'made anew', row: JSON.stringify({ seq, subjects: named }) },
        ];
    }
    after = last;
  }
  const beyond = await queries.get<{ seq: number; subject: string }>(
    'SELECT seq, subject FROM ledger_subject WHERE seq > :after OR seq < 1 LIMIT 1',
    { after },
  );
  return beyond ? [{ side: 'kept', row: JSON.stringify(beyond) }] : [];
}
