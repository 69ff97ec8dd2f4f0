import type { FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.js';

/**
 * What carries the cookie is a browser's, and a browser says of every write where it comes from: `Origin`, whatever the
 * address, and `Sec-Fetch-Site` over https. Without either it cannot be told from a request that another site caused.
 * @throws Problem 403
 */
export function refuseUnlessOwnSite(request: FastifyRequest, publicBase: string): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (origin === undefined && site === undefined) throw new Problem(403, 'cross_site');
  refuseCrossSite(request, publicBase);
}

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
