import type { FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.js';

/**
 * A browser sends the cookie with requests that other sites cause: those may not write, nor sign anybody in.
 * @throws Problem 403
 */
export function refuseCrossSite(request: FastifyRequest, publicBase: string): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Problem(403, 'cross_site');
  const { origin } = request.headers;
  if (origin === undefined) return;
  const hosts = [request.headers.host, new URL(publicBase).host];
  if (!URL.canParse(origin) || !hosts.includes(new URL(origin).host)) throw new Problem(403, 'cross_site');
}
