import type { FastifyReply, FastifyRequest } from 'fastify';
import { inLanguage, languageOfPage } from './language.js';

/** After a form: the browser reads the next page with GET, so that reloading it sends nothing twice. */
export function goTo(request: FastifyRequest, reply: FastifyReply, path: string): string {
  return redirect(reply, inLanguage(path, languageOfPage(request.raw)));
}

export function redirect(reply: FastifyReply, address: string): string {
  void reply.status(303).headers({ location: address, 'cache-control': 'no-store' });
  return '';
}

/**
 * An address within this site to go on to, or `otherwise`. Browsers read `//host`, `/\host` and addresses with line ends in
 * them as other sites.
 */
export function localPath(wanted: string, otherwise: string): string {
  const base = 'http://local.invalid';
  if (!/^\/(?![/\\])/.test(wanted) || !URL.canParse(wanted, base)) return otherwise;
  const { origin, pathname, search, hash } = new URL(wanted, base);
  const isLocal = origin === base && !pathname.startsWith('//');
  return isLocal ? `${pathname}${search}${hash}` : otherwise;
}
