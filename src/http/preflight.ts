import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from './problem.js';
import type { RouteTable } from './route-table.js';

const DAY_SECONDS = '86400';

/**
 * Answers `OPTIONS` of any path: its methods, and that scripts of every site may read it without credentials.
 * @throws Problem 404 where there is no such path
 */
export function answerOptions(routes: RouteTable, request: FastifyRequest, reply: FastifyReply): void {
  // Of the server as a whole (RFC 9110, 9.3.7).
  if (request.url === '*') {
    void reply.status(204).headers({ allow: routes.allMethods().join(', '), 'cache-control': 'no-store' });
    return void reply.send();
  }
  const methods = routes.methodsFor(request.url.split('?')[0]!);
  if (methods.length === 0) throw new Problem(404, 'not_found');
  void reply.status(204).headers({ allow: methods.join(', '), 'cache-control': 'no-store' });
  if (methods.includes('GET')) {
    void reply.headers({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD',
      'access-control-allow-headers': 'Accept, Accept-Language, If-None-Match, If-Modified-Since',
      'access-control-max-age': DAY_SECONDS,
    });
  }
  void reply.send();
}
