/**
 * A number from 0 up to 2^32 that depends on the words alone, so that what is drawn for one service does not depend on
 * which others are drawn or in what order: FNV-1a over the UTF-8 of the words, then the final mix of MurmurHash3, since
 * FNV alone leaves texts that differ in their last letters close together.
 */
export function seededNumber(...words: readonly string[]): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(words.join('\n'), 'utf8')) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** From 0 up to, not including, 1. */
export function seededFraction(...words: readonly string[]): number {
  return seededNumber(...words) / 2 ** 32;
}

export function seededPick<T>(items: readonly [T, ...T[]], ...words: readonly string[]): T {
  return items[Math.floor(seededFraction(...words) * items.length)] ?? items[0];
}
