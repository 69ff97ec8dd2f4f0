import { fold } from './fold.js';

/** A readable part of an address: folded words joined by `-`, ended at a word, other alphabets left out. May be empty. */
export function slug(text: string, maxLength = 80): string {
  const whole = fold(text)
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-|-$/gu, '');
  if (whole.length <= maxLength) return whole;
  const cut = whole.slice(0, maxLength + 1);
  const lastWordEnd = cut.lastIndexOf('-');
  return lastWordEnd > 0 ? cut.slice(0, lastWordEnd) : whole.slice(0, maxLength);
}
