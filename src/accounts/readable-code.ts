import { randomBytes } from 'node:crypto';

/** Without 0, 1, 8 and 9, which are taken for letters. */
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** A random secret that can be read out and typed, in groups of four. @param bytes of randomness, a multiple of five */
export function readableCode(bytes: number): string {
  const bits = [...randomBytes(bytes)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = bits.match(/.{5}/g)!.map((five) => BASE32[Number.parseInt(five, 2)]);
  return letters.join('').match(/.{4}/g)!.join('-');
}
