import { AsyncLocalStorage } from 'node:async_hooks';
import type { AnswerSeal } from './answer-seal.js';

/** A stored answer to a write. */
export interface StoredAnswer {
  status: number;
  /** Headers that belong to the answer, such as `location`. */
  headers: Record<string, string>;
  /** The body as it was sent; empty where there was none. */
  body: string;
}

/** A write that carries an `Idempotency-Key`, while it is under way. */
export interface IdempotentRequest {
  actor: string;
  key: string;
  /** Fingerprint of method, path and body. */
  requestSha: string;
  seal: AnswerSeal;
  /** Status of the answer, should it succeed. */
  status: number;
  /** What the write's own transaction has stored; undefined before its commit. */
  stored?: StoredAnswer;
}

/** Carries the request from the edge to the transaction that its handler runs. */
export const idempotentRequests = new AsyncLocalStorage<IdempotentRequest>();

/** Thrown inside a transaction that was run before under the same key. */
export class AnsweredBefore extends Error {
  constructor(
    readonly requestSha: string,
    /** Its body is closed by the seal of whoever was answered. */
    readonly answer: StoredAnswer,
  ) {
    super('Answered before');
  }
}

/** The body of an answer as the server sends it. */
export function bodyText(result: unknown): string {
  if (result === undefined || result === null) return '';
  return typeof result === 'string' ? result : JSON.stringify(result);
}
