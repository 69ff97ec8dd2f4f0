/** Zero-width characters, joiners, direction marks and isolates, soft hyphen, word joiner, BOM. */
const INVISIBLE = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/gu;
/** Of text that says nothing, before `normalise` as after it. */
export const BLANK = new RegExp(`^[\\s${INVISIBLE.source.slice(1)}*$`, 'u');
const MARKS = /\p{M}/gu;
const NOT_A_WORD = /[^\p{L}\p{N}]+/gu;
// ð and Ð (U+00F0, U+00D0) are what old keyboards and Latin-1 files leave where đ and Đ belong. Neither decomposes.
const BARRED_D = /[đĐðÐ]/gu;

/** The form in which text is indexed and searched: no case, no marks, no punctuation, words one space apart. */
export function fold(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .normalize('NFD')
    .replace(BARRED_D, 'd')
    .toLowerCase()
    .normalize('NFD')
    .replace(MARKS, '')
    .replace(NOT_A_WORD, ' ')
    .trim();
}

export const MAX_SEARCH_TOKENS = 12;

/** The distinct folded words of a query in the order typed; a longer query is cut, since each word costs a lookup. */
export function searchTokens(query: string): string[] {
  const words = fold(query).split(' ').filter(Boolean);
  return [...new Set(words)].slice(0, MAX_SEARCH_TOKENS);
}

/** Text as it is stored in a one-line field: NFC, no invisible characters, every run of white space one space. */
export function normalise(text: string): string {
  return text.replace(INVISIBLE, '').normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/** As `normalise`, but line breaks stay, as `\n`; more than one empty line in a row is one. */
export function normaliseLines(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .normalize('NFC')
    .replace(/\r\n?|[\u0085\u2028\u2029]/gu, '\n')
    .split('\n')
    .map((line) => line.replace(/\s+/gu, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}

/** C0, DEL or C1 controls other than tab and line breaks: no text that a person typed holds one. */
export function hasControlCharacters(text: string): boolean {
  // eslint-disable-next-line no-control-regex
  return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/u.test(text);
}

/** Half of a surrogate pair: such text has no UTF-8 form, so a database or a client would change it. */
export function hasLoneSurrogates(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}
