import type { UnitOfWork } from '../database/unit-of-work.js';
import type { LedgerItem, BeforeCommit, Unit } from '../database/unit.js';
import { seal } from './entry.js';
import { LedgerEntryTable, LedgerSubjectTable } from './ledger.table.js';

/** So many items go into one entry: a load of a province still names every row, in entries that can be read. */
const ITEMS_AN_ENTRY = 500;

/** Appends what a transaction changed to the hash chain, in the same transaction, last of all. */
export class LedgerAppend implements BeforeCommit {
  readonly order = 100;

  constructor(unitOfWork: UnitOfWork) {
    unitOfWork.join(this);
  }

  async beforeCommit(unit: Unit): Promise<void> {
    const items = unit.items.splice(0);
    for (let from = 0; from < items.length; from += ITEMS_AN_ENTRY) {
      await this.append(unit, items.slice(from, from + ITEMS_AN_ENTRY));
    }
  }

  private async append(unit: Unit, items: LedgerItem[]): Promise<void> {
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
      prev: head.hash,
    });
    await unit.insertMany(LedgerEntryTable, [{ seq, at: unit.at, actor: actor.name, action, body, hash }]);
    const subjects = [...new Set(items.map((item) => item.subject))];
    await unit.insertMany(
      LedgerSubjectTable,
      subjects.map((subject) => ({ subject, seq })),
    );
    Object.assign(head, { seq, hash, at: unit.at });
    if (!subjects.every(isInternal)) Object.assign(head, { contentSeq: seq, contentAt: unit.at });
  }
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
];

function isInternal(subject: string): boolean {
  return INTERNAL.some((kind) => subject.startsWith(kind));
}
