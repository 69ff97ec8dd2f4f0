import { createHash } from 'node:crypto';

/** By which an address is found: it may itself be longer than a key of an index. */
export function linkId(url: string): string {
  return createHash('sha256').update(url).digest('hex').slice(0, 32);
}

/** Host and, where it is not the usual one, port; empty where the address has none that can be read. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}

/** Names that RFC 2606 and RFC 6761 set aside, under which nothing is ever found: those of demonstrations and examples. */
const SET_ASIDE = /(^|\.)(example|invalid|test|example\.(com|net|org))$/;

export function isOfDemonstration(host: string): boolean {
  return SET_ASIDE.test(host.replace(/:\d+$/, '').replace(/\.$/, ''));
}
