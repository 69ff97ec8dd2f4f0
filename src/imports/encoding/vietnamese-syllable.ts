/**
 * Which words can be Vietnamese. A syllable is an onset, a rhyme and a tone, and the language has few of each: so text
 * decoded by the wrong table soon shows a word that cannot be. No list of words is needed.
 */
const ONSETS = 'b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x'.split(' ');

/** What may end a syllable after each vowel; `-` is nothing. */
const FINALS: Record<string, string> = {
  a: '- c k ch i m n ng nh o p t u y',
  ă: 'c k m n ng p t',
  â: 'c k m n ng p t u y',
  e: '- c k m n ng o p t',
  ê: '- c ch m n nh p t u',
  i: '- ch m n nh p t u',
  iê: 'c m n ng p t u',
  ia: '-',
  o: '- c k i m n ng p t',
  oo: 'c ng',
  ô: '- c k i m n ng p t',
  ơ: '- i m n p t',
  u: '- c k i m n ng p t',
  ua: '-',
  uô: 'c i m n ng p t',
  ư: '- c i m n ng t u',
  ưa: '-',
  ươ: 'c i m n ng p t u',
  y: '- t',
  yê: 'm n ng t u',
  oa: '- c ch i m n ng nh o p t y',
  oă: 'c m n ng p t',
  oe: '- m n o t',
  uâ: 'c n ng t y',
  uê: '- ch n nh',
  uơ: '-',
  uy: '- ch n nh p t u',
  uya: '-',
  uyê: 'n t',
};

/** After qu, whose u is the glide that other onsets write in the rhyme. */
const FINALS_AFTER_QU: Record<string, string> = {
  a: '- c ch i m n ng nh o t u y',
  ă: 'c m n ng p t',
  â: 'c n ng t y',
  e: '- n o t',
  ê: '- ch n nh t',
  i: '- n t',
  ơ: '- i n t',
  ô: 'c',
  y: '- ch n nh p t',
  yê: 'n t',
};

const FRONT_VOWEL = /^[eêiy]/u;
const STOP = /(?:c|k|ch|p|t)$/u;
const TONE = /[\u0300\u0301\u0303\u0309\u0323]/gu;
const TONE_OFF_A_VOWEL = /(?<!(?:[aeiouy]|\u0302|\u0306|\u031b))[\u0300\u0301\u0303\u0309\u0323]/u;
const NOT_A_STOP_TONE = /[\u0300\u0303\u0309]/u;

function rhymesOf(finals: Record<string, string>): string[] {
  return Object.entries(finals).flatMap(([vowel, ends]) =>
    ends.split(' ').map((end) => vowel + (end === '-' ? '' : end)),
  );
}

function fits(onset: string, rhyme: string): boolean {
  if (onset === 'gh' || onset === 'ngh') return FRONT_VOWEL.test(rhyme);
  if (onset === 'g') return !/^[eêy]/u.test(rhyme);
  if (onset === 'c' || onset === 'ng') return !FRONT_VOWEL.test(rhyme);
  if (onset === 'gi') return !/^(?:i|y)/u.test(rhyme);
  return true;
}

let known: Set<string> | undefined;

/** Without tones. Made when the first file is read: a start would take a fiftieth longer. */
function syllables(): Set<string> {
  known ??= new Set(
    ['', ...ONSETS].flatMap((onset) =>
      rhymesOf(onset === 'qu' ? FINALS_AFTER_QU : FINALS)
        .filter((rhyme) => fits(onset, rhyme))
        .map((rhyme) => onset + rhyme),
    ),
  );
  return known;
}

function inOneCase(word: string): boolean {
  const rest = word.slice(1);
  return word === word.toUpperCase() || rest === rest.toLowerCase();
}

/** Whether an NFC word is a Vietnamese syllable, spelt in small letters, in capitals, or with a capital at its head. */
export function isVietnameseSyllable(word: string): boolean {
  if (!inOneCase(word)) return false;
  const decomposed = word.toLowerCase().normalize('NFD');
  const tones = decomposed.match(TONE) ?? [];
  if (tones.length > 1 || TONE_OFF_A_VOWEL.test(decomposed)) return false;
  const toneless = decomposed.replace(TONE, '').normalize('NFC');
  if (!syllables().has(toneless)) return false;
  if (!STOP.test(toneless)) return true;
  // A syllable that ends in a stop has sắc or nặng. One written without any mark may be just ASCII.
  return tones.length === 1 && !NOT_A_STOP_TONE.test(tones[0] ?? '');
}

/** Capitals without a vowel, such as QĐ or GCNĐKKD: an abbreviation, which is no syllable and no fault. */
export function isAbbreviation(word: string): boolean {
  return /^[BCDĐGHKLMNPQRSTVX]+$/u.test(word);
}

// How often each letter comes, in 10,000 letters of the names of the 1,677 procedures of the national database that
// provinces handle. Letters that those names lack are given the least.
const PER_TEN_THOUSAND =
  'n1159 h1053 t761 c651 i607 g553 u339 đ289 p266 a249 o200 y164 ấ156 ư152 v145 k142 á139 à138 m133 r120 d115 ệ101 ủ101 ' +
  'l101 ạ100 s93 ô93 b88 ả84 ế84 ụ80 ớ78 ậ78 ộ77 ố75 q75 ị68 ề60 â58 x57 ê56 ợ54 ứ49 ự49 ổ48 ă47 ơ46 ể41 ý40 ờ36 ở33 ' +
  'ử30 ỉ29 í29 ó29 ầ28 ẩ27 e25 ã24 é23 ừ21 ồ20 ì18 ò16 ặ15 ữ11 ú10 ọ7 ễ7 ắ7 ỹ6 ỗ5 ù5 ẻ5 ũ4 ằ4 ĩ3 ỏ3 ỷ2 ỡ2 è1 ẹ1 ẫ1 ỳ1 ' +
  'ẳ1 ẵ1 ẽ1 õ1 ỵ1 f1 j1 w1 z1';
const LETTER_LIKELIHOOD = new Map(
  PER_TEN_THOUSAND.split(' ').map((entry): [string, number] => [
    entry.charAt(0),
    Math.log(Number(entry.slice(1)) / 10_000),
  ]),
);

/** The natural logarithm of how often this NFC letter comes in Vietnamese, `null` for what is no Vietnamese letter. */
export function letterLikelihood(letter: string): number | null {
  return LETTER_LIKELIHOOD.get(letter.toLowerCase()) ?? null;
}
