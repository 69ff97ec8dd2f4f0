import type { Test } from 'supertest';
import type { Catalogue } from './catalogue.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type Send = Record<(typeof METHODS)[number], (path: string) => Test>;

/** Sends requests to the API with a token. */
export function signedIn(catalogue: Catalogue, token: string): Send {
  return Object.fromEntries(
    METHODS.map((method) => [
      method,
      (path: string) => catalogue.http()[method](`/api/v1${path}`).auth(token, { type: 'bearer' }),
    ]),
  ) as Send;
}
