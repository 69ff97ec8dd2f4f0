import type { RowSeal } from '../database/row-seals.js';
import type { UnitOfWork } from '../database/unit-of-work.js';
import type { LedgerItem, BeforeCommit, Unit } from '../database/unit.js';
import { type EntryRows, seal } from './entry.js';
import { LedgerEntryTable, LedgerSubjectTable } from './ledger.table.js';

/** So many items go into one entry: a load of a province still names every row, in entries that can be read. */
const ITEMS_AN_ENTRY = 500;
/** So many rows go into one entry: a change of one thing may write many, as the draw of a campaign does. */
export const ROWS_AN_ENTRY = 2500;

/** Appends what a transaction changed to the hash chain, in the same transaction, last of all. */
export class LedgerAppend implements BeforeCommit {
  readonly order = 100;
  /** Nothing of the work reads the entries: it goes on while they are written. */
  private readonly writing = new WeakMap<Unit, Promise<unknown>>();

  constructor(unitOfWork: UnitOfWork) {
    unitOfWork.join(this);
  }

  async beforeCommit(unit: Unit): Promise<void> {
    // Rows without an item wait for it: a long load flushes between the two.
    if (unit.items.length === 0) return;
    const items = unit.items.splice(0);
    const rows = unit.seals.take();
    const entries = Math.max(
      Math.ceil(items.length / ITEMS_AN_ENTRY),
      Math.ceil(rows.length / ROWS_AN_ENTRY),
    );
    const share = Math.ceil(rows.length / entries);
    const writing: Promise<unknown>[] = [];
    for (let no = 0; no < entries; no += 1) {
      writing.push(
        this.append(
          unit,
          items.slice(no * ITEMS_AN_ENTRY, (no + 1) * ITEMS_AN_ENTRY),
          byTable(rows.slice(no * share, (no + 1) * share)),
        ),
      );
    }
    const before = this.writing.get(unit);
    const all = Promise.all(writing);
    all.catch(() => undefined);
    this.writing.set(unit, all);
    // At most the entries of one flush are on their way.
    await before;
  }

  async atTheEnd(unit: Unit): Promise<void> {
    await this.writing.get(unit);
  }

  private append(unit: Unit, items: LedgerItem[], rows: EntryRows): Promise<unknown> {
    const { actor, action, why } = unit.intent;
    const { head } = unit;
    const seq = head.seq + 1;
    const { body, hash } = seal({
      seq,
      at: unit.at,
      actor: actor.name,
      actorAgency: actor.agencyCode,
      action,
      why: why ?? null,
      items,
      rows,
      prev: head.hash,
    });
    const subjects = [...new Set(items.map((item) => item.subject))];
    Object.assign(head, { seq, hash, at: unit.at });
    if (!subjects.every(isInternal)) Object.assign(head, { contentSeq: seq, contentAt: unit.at });
    return Promise.all([
      unit.insertMany(LedgerEntryTable, [{ seq, at: unit.at, actor: actor.name, action, body, hash }]),
      unit.insertMany(
        LedgerSubjectTable,
        subjects.map((subject) => ({ subject, seq })),
      ),
    ]);
  }
}

function byTable(seals: readonly RowSeal[]): EntryRows {
  const rows: EntryRows = {};
  for (const { table, row } of seals) (rows[table] ??= []).push(row);
  return rows;
}

/** Kinds of records that nothing public is made from: a sign-in leaves every answer and its tag as they are. */
const INTERNAL = [
  'account:',
  'key:',
  'access:',
  'notification:',
  'webhook:',
  'import:',
  'link:',
  'contact:',
  'mail:',
  'rows:',
];

function isInternal(subject: string): boolean {
  return INTERNAL.some((kind) => subject.startsWith(kind));
}
