import { decodeLetters } from './decode.js';
import { type Encoding, isUnicode } from './encodings.js';
import { byteOf } from './single-byte.js';
import { isAbbreviation, isVietnameseSyllable, letterLikelihood } from './vietnamese-syllable.js';

/** Text that every encoding here writes alike. Controls are not: VISCII and TCVN 5712 have letters there. */
export const PLAIN = /^[\t\n\r -~]*$/u;

const NO_SYLLABLE = -7;
const NO_VIETNAMESE_LETTER = -11;
const PUNCTUATION = -8;
const UNDECODABLE = -40;
/** A letter such as ế in text that is to be old bytes: no byte reads so. */
const NO_BYTE = -25;
/** Marks that real Vietnamese text holds beside its letters. */
const ORDINARY_MARKS = /^[–—‘’“”…•\u00a0°²³½×±€]$/u;

export interface WordReading {
  text: string;
  /** Natural logarithm; comparable between encodings of the same raw word. */
  likelihood: number;
  /** Whether it can be Vietnamese. */
  valid: boolean;
}

/** How well a word, parted at plain ASCII marks and spaces, reads in an encoding. */
export function readWord(raw: string, encoding: Encoding): WordReading {
  const text = decodeLetters(raw, encoding);
  if (text === null) return { text: raw, likelihood: UNDECODABLE, valid: false };
  const hasNoByte = !isUnicode(encoding) && [...raw].some((character) => byteOf(character) === null);
  let likelihood = hasNoByte ? NO_BYTE : 0;
  let valid = !hasNoByte;
  for (const character of text.replaceAll('Ð', 'Đ').replaceAll('ð', 'đ')) {
    const letter = letterLikelihood(character);
    if (letter !== null) likelihood += letter;
    else if (ORDINARY_MARKS.test(character)) likelihood += PUNCTUATION;
    else {
      likelihood += NO_VIETNAMESE_LETTER;
      valid = false;
    }
  }
  const parts =
    text
      .replaceAll('Ð', 'Đ')
      .replaceAll('ð', 'đ')
      .match(/[\p{L}\p{M}]+/gu) ?? [];
  const marked = parts.filter((part) => /[^\p{ASCII}]/u.test(part));
  valid &&= marked.every((part) => isVietnameseSyllable(part) || isAbbreviation(part));
  return { text, likelihood: likelihood + (valid ? 0 : NO_SYLLABLE), valid };
}

/** The words of a cell that some encoding may read otherwise than as ASCII. */
export function markedWords(cell: string): string[] {
  return cell
    .normalize('NFC')
    .split(/[\t\n\r !-@[-`{-\u007f]+/u)
    .filter((word) => !PLAIN.test(word));
}

/**
 * The words of a cell, as read, that cannot be Vietnamese in the encoding of its column: a row to show to a person, since
 * it may be written otherwise than its neighbours.
 */
export function doubtfulWords(raw: string, encoding: Encoding): string[] {
  return markedWords(raw)
    .map((word) => readWord(word, encoding))
    .filter((reading) => !reading.valid)
    .map((reading) => reading.text);
}
