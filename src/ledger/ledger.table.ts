import { table, unsealed } from '../database/table.js';

export interface LedgerEntryRow {
  seq: number;
  at: string;
  actor: string;
  action: string;
  /** Canonical JSON (RFC 8785) of the entry with the hash of the one before as `prev`; its SHA-256 is `hash`. */
  body: string;
  hash: string;
}

export interface LedgerSubjectRow {
  subject: string;
  seq: number;
}

export const LedgerEntryTable = table<LedgerEntryRow>('ledger_entry', unsealed('the chain itself'), {
  seq: 'big pk',
  at: 'text',
  actor: 'text',
  action: 'text',
  body: 'text',
  hash: 'text',
});

export const LedgerSubjectTable = table<LedgerSubjectRow>(
  'ledger_subject',
  unsealed('made from the entries: `ledger verify` compares'),
  {
    subject: 'text pk',
    seq: 'big pk',
  },
);
