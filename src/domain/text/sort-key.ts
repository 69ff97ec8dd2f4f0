/**
 * A key of ASCII characters whose plain byte order (SQLite BINARY, PostgreSQL COLLATE "C", `<` in JavaScript) is the
 * order of a Vietnamese dictionary, so that both databases list names alike and can page through them by index.
 *
 * The key has three levels, as the rules of CLDR for `vi` have: letters, then tones, then case. Where it differs from
 * `Intl.Collator('vi')`, on purpose:
 * - runs of white space are one space, and invisible characters do not count;
 * - typographic dashes and quotes stand with `-`, `'` and `"`;
 * - ð and Ð are đ, which is what they stand for in Vietnamese files;
 * - a mark that Vietnamese lacks (ñ, ç, ü) counts on the level of case;
 * - other alphabets stand after z, and symbols before the digits, each in the order of their code points;
 * - a key ends after 240 characters, so that very long names with the same beginning tie.
 */
export const MAX_SORT_KEY = 240;

// The order of CLDR for ASCII punctuation: https://github.com/unicode-org/cldr, common/uca/allkeys_CLDR.txt
const PUNCTUATION = '_-,;:!?.\'"()[]{}@*/\\&#%`^+<=>|~$';
const LETTERS = 'aăâbcdđeêfghijklmnoôơpqrstuưvwxyz';
const VOWELS = new Set('aăâeêioôơuưy');

const NEXT_LEVEL = ' ';
const SPACE = '!';
const PUNCTUATION_LEAD = '"';
const SYMBOL_LEAD = '#';
const OTHER_LETTER_LEAD = '~';

const PRIMARY = new Map<string, string>([
  ...[...PUNCTUATION].map((sign, i): [string, string] => [
    sign,
    PUNCTUATION_LEAD + String.fromCharCode(0x30 + i),
  ]),
  ...[...'0123456789'].map((digit): [string, string] => [digit, digit]),
  ...[...LETTERS].map((letter, i): [string, string] => [letter, String.fromCharCode(0x41 + i)]),
]);

/** ngang 0, huyền 1, hỏi 2, ngã 3, sắc 4, nặng 5: CLDR's order of the tone marks. */
const TONES = new Map([
  ['\u0300', '1'],
  ['\u0309', '2'],
  ['\u0303', '3'],
  ['\u0301', '4'],
  ['\u0323', '5'],
]);

/** Marks that make another letter, not another tone: breve, circumflex and horn. */
const SHAPES = new Map([
  ['a\u0306', 'ă'],
  ['a\u0302', 'â'],
  ['e\u0302', 'ê'],
  ['o\u0302', 'ô'],
  ['o\u031b', 'ơ'],
  ['u\u031b', 'ư'],
]);

const KIN = new Map<string, string>([
  ...[...'‐‑‒–—―−'].map((dash): [string, string] => [dash, '-']),
  ...[...'‘’‚‛′'].map((quote): [string, string] => [quote, "'"]),
  ...[...'“”„‟″«»'].map((quote): [string, string] => [quote, '"']),
  ['ð', 'đ'],
  ['Ð', 'Đ'],
]);

interface Element {
  letter: string;
  tone: string;
  upper: boolean;
  foreignMark: boolean;
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).padStart(6, '0');
}

function primaryOf(letter: string): string {
  const known = PRIMARY.get(letter);
  if (known !== undefined) return known;
  if (/\s/u.test(letter)) return SPACE;
  return (/[\p{L}\p{N}]/u.test(letter) ? OTHER_LETTER_LEAD : SYMBOL_LEAD) + hex(letter);
}

function elementsOf(text: string): Element[] {
  const elements: Element[] = [];
  const visible = text.replace(/[\p{Cf}\p{Cs}]|(?!\s)\p{Cc}/gu, '').normalize('NFKD');
  for (const character of visible.replace(/\s+/gu, ' ').trim()) {
    const last = elements.at(-1);
    if (!/\p{M}/u.test(character)) {
      const kin = KIN.get(character) ?? character;
      const lower = kin.toLowerCase();
      elements.push({ letter: lower, tone: '0', upper: lower !== kin, foreignMark: false });
      continue;
    }
    if (!last) continue;
    const shaped = SHAPES.get(last.letter + character);
    const tone = VOWELS.has(last.letter) ? TONES.get(character) : undefined;
    if (shaped !== undefined) last.letter = shaped;
    else if (tone !== undefined && last.tone === '0') last.tone = tone;
    else last.foreignMark = true;
  }
  return elements;
}

function caseWeight({ upper, foreignMark }: Element): string {
  return String((upper ? 1 : 0) + (foreignMark ? 2 : 0));
}

// Zeros at the end say nothing: the end of a level sorts before any digit.
function withoutTail(weights: string): string {
  return weights.replace(/0+$/u, '');
}

export function sortKey(text: string): string {
  const elements = elementsOf(text);
  const primary = elements.map((element) => primaryOf(element.letter)).join('');
  // Only vowels bear tones, and equal letters have their vowels in equal places: the others need no weight.
  const tones = elements.filter((element) => VOWELS.has(element.letter)).map((element) => element.tone);
  const cases = elements.map(caseWeight).join('');
  return [primary, withoutTail(tones.join('')), withoutTail(cases)].join(NEXT_LEVEL).slice(0, MAX_SORT_KEY);
}
