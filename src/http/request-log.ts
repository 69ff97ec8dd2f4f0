import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { HttpMetrics } from './http-metrics.js';

const READS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * One line for each request: who wrote, what, when and where. The path alone, since queries and bodies may hold what nobody
 * should read in a log; pino writes line ends in it as `\n`.
 */
export function logRequest(
  logger: Logger,
  metrics: HttpMetrics,
  request: FastifyRequest & { caller?: { name: string } },
  reply: FastifyReply,
): void {
  const { id, method, url, caller } = request;
  const route = request.routeOptions.url ?? 'none';
  const status = reply.statusCode;
  const ms = Math.round(reply.elapsedTime * 10) / 10;
  metrics.count(method, route, status, ms);
  const line = { id, method, path: url.split('?')[0], route, status, ms };
  const withCaller = caller && !READS.includes(method) ? { ...line, caller: caller.name } : line;
  if (status >= 500) logger.error(withCaller, 'request');
  else if (status === 401 || status === 403 || status === 429) logger.warn(withCaller, 'request');
  else logger.info(withCaller, 'request');
}

/** What of an error belongs into the log: the parameters of its query do not. */
export function loggedError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return { name, message, stack, ...(code ? { code } : {}), ...(cause ? { cause: loggedError(cause) } : {}) };
}
