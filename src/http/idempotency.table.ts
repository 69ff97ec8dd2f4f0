import { table, unsealed } from '../database/table.js';

export interface IdempotencyKeyRow {
  actor: string;
  key: string;
  /** Fingerprint of method, path and body of the first request, by the caller’s seal. */
  requestSha: string;
  status: number;
  /** JSON of the headers that belong to the answer. */
  headers: string;
  /** Closed by the caller’s seal. */
  body: string;
  createdAt: string;
}

export const IdempotencyKeyTable = table<IdempotencyKeyRow>('idempotency_key', unsealed('lives for a day'), {
  actor: 'text pk',
  key: 'text pk',
  requestSha: 'text',
  status: 'int',
  headers: 'text',
  body: 'text',
  createdAt: 'text',
});
