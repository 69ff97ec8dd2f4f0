import type { Queries } from '../database/reader.js';
import type { Key } from '../database/sealed-row.mjs';
import type { SqlParams } from '../database/sql.js';
import { addDays, startOfDay } from '../domain/dates/civil-date.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import type { EntryItem, EntryRows, LedgerEntry } from '../ledger/entry.js';

export interface LedgerFilter {
  subject?: string;
  actor?: string;
  action?: string;
  from?: string;
  to?: string;
}

/** A row that an entry wrote; `sha256` is null where the row was deleted. */
export interface SealedRow {
  table: string;
  key: Key;
  sha256: string | null;
}

export interface LedgerEntryAnswer extends Omit<LedgerEntry, 'rows'>, StoredBody {
  /** Null in an entry of a version that sealed no rows. */
  rows: SealedRow[] | null;
}

export interface ListedEntry extends Omit<LedgerEntry, 'prev' | 'rows'> {
  /** How many things the entry changed; `items` holds those asked for, and of a bulk load the first of them. */
  itemCount: number;
  hash: string;
}

export interface LedgerPage {
  items: ListedEntry[];
  next: string | null;
  total: number;
  /** Number of the last entry when the page was made. */
  seq: number;
}

export interface StoredBody {
  body: string;
  hash: string;
}

const ITEMS_SHOWN = 20;

/** One page of the ledger, the newest entry first; call it inside a snapshot. */
export async function ledgerPage(
  queries: Queries,
  filter: LedgerFilter,
  limit: number,
  cursor: string | undefined,
): Promise<LedgerPage> {
  const list = `ledger ${JSON.stringify(Object.entries(filter).sort())}`;
  const [before] = cursor === undefined ? [undefined] : decodeCursor(list, cursor);
  const { from, conditions, params } = selectionOf(filter);
  const where = (all: readonly string[]) => (all.length === 0 ? '' : `WHERE ${all.join(' AND ')}`);
  const counted = await queries.get<{ total: number; seq: number }>(
    `SELECT COUNT(*) AS total, (SELECT seq FROM ledger_head WHERE id = 1) AS seq ${from} ${where(conditions)}`,
    params,
  );
  const rows = await queries.all<StoredBody & { seq: number }>(
    `SELECT e.seq, e.body, e.hash ${from}
     ${where(before === undefined ? conditions : [...conditions, 'e.seq < :before'])}
     ORDER BY e.seq DESC LIMIT :limit`,
    { ...params, ...(before === undefined ? {} : { before: Number(before) }), limit: limit + 1 },
  );
  const shown = rows.slice(0, limit);
  return {
    items: shown.map((row) => listed(row, filter.subject)),
    next: rows.length > limit ? encodeCursor(list, [shown.at(-1)!.seq]) : null,
    total: counted!.total,
    seq: counted!.seq,
  };
}

function selectionOf(filter: LedgerFilter): { from: string; conditions: string[]; params: SqlParams } {
  const conditions: string[] = [];
  const params: SqlParams = {};
  const where = (condition: string, values: SqlParams) => {
    conditions.push(condition);
    Object.assign(params, values);
  };
  const { subject, actor, action, from, to } = filter;
  if (subject !== undefined) where('s.subject = :subject', { subject });
  if (actor !== undefined) where('e.actor = :actor', { actor });
  if (action !== undefined) where('e.action = :action', { action });
  if (from !== undefined) where('e.at >= :from', { from: startOfDay(from).toISOString() });
  if (to !== undefined) where('e.at < :after', { after: startOfDay(addDays(to, 1)).toISOString() });
  return {
    from: `FROM ledger_entry e ${subject === undefined ? '' : 'JOIN ledger_subject s ON s.seq = e.seq'}`,
    conditions,
    params,
  };
}

function listed({ body, hash }: StoredBody, subject: string | undefined): ListedEntry {
  const { seq, at, actor, actorAgency, action, why, items } = JSON.parse(body) as LedgerEntry;
  const asked = (item: EntryItem) => subject === undefined || item.subject === subject;
  return {
    seq,
    at,
    actor,
    actorAgency,
    action,
    why,
    itemCount: items.length,
    items: items.filter(asked).slice(0, ITEMS_SHOWN),
    hash,
  };
}

export function sealedRowsOf(rows: EntryRows): SealedRow[] {
  return Object.entries(rows).flatMap(([table, seals]) =>
    seals.map((seal) => ({
      table,
      key: seal.slice(0, -1) as Key,
      sha256: seal.at(-1) as string | null,
    })),
  );
}

/** The bytes of one entry. */
export function storedEntry(queries: Queries, seq: number): Promise<StoredBody | undefined> {
  return queries.get<StoredBody>('SELECT body, hash FROM ledger_entry WHERE seq = :seq', { seq });
}
