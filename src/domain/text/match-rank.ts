import { fold, normalise } from './fold.js';

/**
 * How well a name answers a query, the smaller the better, `null` for not at all:
 * 0 the code itself; 1 the whole name as spelt; 2 a phrase of the name as spelt, marks included; 3 a phrase of the name
 * but for marks; 4 every word of the query begins a word of the name. Phrases begin where a word begins.
 *
 * So `đăng ký` finds names that say `đăng ký` before those that say `đáng kỳ`, and `dang ky` treats both alike.
 */
export type MatchRank = 0 | 1 | 2 | 3 | 4;

// `hòa` and `hoà`, `thủy` and `thuỷ` are two spellings of one word, both in use: the tone goes to the second vowel.
const TONE_ON_FIRST_VOWEL =
  /(o)([\u0300\u0301\u0303\u0309\u0323])([ae])(?!\p{L}|\p{M})|(u)([\u0300\u0301\u0303\u0309\u0323])(y)(?!\p{L}|\p{M})/gu;

function spelling(text: string): string {
  return normalise(text)
    .toLowerCase()
    .replaceAll('ð', 'đ')
    .normalize('NFD')
    .replace(TONE_ON_FIRST_VOWEL, (_all, o = '', oTone = '', a = '', u = '', uTone = '', y = '') =>
      [o, a, oTone, u, y, uTone].join(''),
    )
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}

function startsAWord(phrase: string, text: string): boolean {
  return ` ${text}`.includes(` ${phrase}`);
}

function hasMarks(spelt: string): boolean {
  return fold(spelt) !== spelt;
}

/** Ranks names by one query, of which all is worked out once however many names there are. */
export function ranker(query: string): (name: string, code: string) => MatchRank | null {
  const folded = fold(query);
  if (folded === '') return () => null;
  const words = folded.split(' ');
  const asCode = normalise(query).toLowerCase();
  const spelt = spelling(query);
  const isMarked = hasMarks(spelt);

  return (name, code) => {
    if (asCode === normalise(code).toLowerCase()) return 0;
    const speltName = spelling(name);
    if (spelt === speltName) return 1;
    if (isMarked && startsAWord(spelt, speltName)) return 2;

    const foldedName = fold(name);
    if (startsAWord(folded, foldedName)) return 3;
    return words.every((word) => startsAWord(word, foldedName)) ? 4 : null;
  };
}
