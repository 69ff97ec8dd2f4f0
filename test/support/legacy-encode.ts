import { TCVN3, TCVN5712, VISCII, VNI, WINDOWS_1258 } from '../../src/imports/encoding/legacy-tables.js';
import { byteOf, characterOf } from '../../src/imports/encoding/single-byte.js';

export const LEGACY_ENCODINGS = [
  'tcvn3',
  'vni',
  'windows-1258',
  'viscii',
  'tcvn5712',
  'utf-8-read-as-1252',
] as const;
export type LegacyEncoding = (typeof LEGACY_ENCODINGS)[number];

const TONE = /[\u0300\u0301\u0303\u0309\u0323]/u;

function inverse(table: ReadonlyMap<string, string>): Map<string, string> {
  const inverted = new Map<string, string>();
  for (const [western, letter] of table) if (!inverted.has(letter)) inverted.set(letter, western);
  return inverted;
}

const DECODERS = { tcvn3: TCVN3, vni: VNI, 'windows-1258': WINDOWS_1258, viscii: VISCII, tcvn5712: TCVN5712 };
const TABLES = {
  tcvn3: inverse(TCVN3),
  vni: inverse(VNI),
  'windows-1258': inverse(WINDOWS_1258),
  viscii: inverse(VISCII),
  tcvn5712: inverse(TCVN5712),
};

/** `null` when the encoding has no place for the character. */
function letter(character: string, encoding: keyof typeof TABLES): string | null {
  const written = TABLES[encoding].get(character);
  if (written !== undefined) return written;
  // Typists of TCVN3 wrote toned capitals as small letters, and a font showed them large.
  if (encoding === 'tcvn3') {
    const small = TABLES.tcvn3.get(character.toLowerCase());
    if (small !== undefined) return small;
  }
  if (byteOf(character) !== null && !DECODERS[encoding].has(character)) return character;
  if (encoding === 'windows-1258') {
    const decomposed = character.normalize('NFD');
    const tone = TONE.exec(decomposed)?.[0];
    if (tone === undefined) return null;
    const base = letter(decomposed.replace(tone, '').normalize('NFC'), encoding);
    return base === null ? null : base + (TABLES[encoding].get(tone) ?? '');
  }
  return null;
}

/**
 * Text as a file in an old encoding shows it to a program that takes every byte for Windows-1252; `null` when the
 * encoding cannot write it.
 */
export function legacyEncode(text: string, encoding: LegacyEncoding): string | null {
  const composed = text.normalize('NFC');
  if (encoding === 'utf-8-read-as-1252')
    return Array.from(Buffer.from(composed, 'utf8'), characterOf).join('');
  const written = Array.from(composed, (character) => letter(character, encoding));
  return written.includes(null) ? null : written.join('');
}

/** The same as an 8-bit file has it: its bytes, each as the Latin-1 character of its number. */
export function legacyBytes(text: string, encoding: LegacyEncoding): string | null {
  const written = legacyEncode(text, encoding);
  return written && Array.from(written, (character) => String.fromCharCode(byteOf(character) ?? 0)).join('');
}
