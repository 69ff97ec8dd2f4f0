import { isIP } from 'node:net';

/** Ranges that have a name: the machine itself, its link, private networks. */
const NAMED = ['loopback', 'linklocal', 'uniquelocal'];

/**
 * Whose `X-Forwarded-*` is believed: addresses, ranges such as `10.0.0.0/8`, and names of ranges, divided by commas; `true` or `1` is those
 * three ranges, `false`, `0` or nothing nobody. That anybody is believed cannot be said: whoever is could choose the address that attempts
 * to sign in are counted by.
 * @returns undefined where the text is none of this
 */
export function proxiesOf(text: string): string | false | undefined {
  if (['', 'false', '0'].includes(text)) return false;
  if (['true', '1'].includes(text)) return NAMED.join();
  return text.split(',').every((part) => isProxy(part.trim())) ? text : undefined;
}

function isProxy(text: string): boolean {
  if (NAMED.includes(text)) return true;
  const [, address = '', bits] = /^([^/%]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  if (version === 0) return false;
  // No bits would be everybody.
  return bits === undefined || (Number(bits) >= 1 && Number(bits) <= (version === 4 ? 32 : 128));
}
