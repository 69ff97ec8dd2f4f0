import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.js';

/** Media types of files that a route takes as a bare body, which it reads from the request itself as it arrives. */
export const BARE_FILES: Record<string, readonly string[]> = {
  '/api/v1/imports': [
    'text/csv',
    'text/tab-separated-values',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/jsonl',
    'application/x-ndjson',
  ],
};

/** Leaves the bodies of files unread on the routes that take them; elsewhere they are as strange as they were. */
export function takeBareFiles(fastify: FastifyInstance): void {
  for (const type of new Set(Object.values(BARE_FILES).flat())) {
    fastify.addContentTypeParser(type, (request, _payload, done) => {
      const taken = BARE_FILES[request.routeOptions.url ?? ''] ?? [];
      if (taken.includes(type)) done(null, undefined);
      else done(new Problem(415, 'media_type', { params: { expected: 'application/json' } }));
    });
  }
}
