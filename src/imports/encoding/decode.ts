import { normaliseLines } from '../../domain/text/fold.js';
import type { Encoding } from './encodings.js';
import { TCVN3, TCVN5712, VISCII, VNI, WINDOWS_1258 } from './legacy-tables.js';
import { byteOf, characterOf } from './single-byte.js';
import { restoreTcvn3Capitals } from './tcvn3-capitals.js';

/** Characters of Latin-1's control range as Windows-1252 shows them; all others as they are. */
function western(character: string): string {
  const byte = byteOf(character);
  return byte === null ? character : characterOf(byte);
}

function byTable(text: string, table: ReadonlyMap<string, string>): string {
  let decoded = '';
  for (const character of text) {
    const shown = western(character);
    decoded += table.get(shown) ?? shown;
  }
  return decoded;
}

function vni(text: string): string {
  const shown = Array.from(text, western);
  let decoded = '';
  for (let i = 0; i < shown.length; i++) {
    const one = shown[i] ?? '';
    const pair = VNI.get(one + (shown[i + 1] ?? ''));
    if (pair !== undefined && i + 1 < shown.length) {
      decoded += pair;
      i++;
    } else decoded += VNI.get(one) ?? one;
  }
  return decoded;
}

/** `null` when the characters are not the bytes of UTF-8. */
function utf8Behind(text: string): string | null {
  const bytes = Array.from(text, byteOf);
  if (bytes.includes(null)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes, (byte) => byte ?? 0));
  } catch {
    return null;
  }
}

/**
 * The letters meant by a cell, in NFC; white space is left as it was. `raw` is the cell as its file shows it: the text of
 * a Unicode file, or the bytes of an 8-bit file as Latin-1.
 * @returns `null` when the cell cannot be in that encoding at all.
 */
export function decodeLetters(raw: string, encoding: Encoding): string | null {
  const text = raw.normalize('NFC');
  switch (encoding) {
    case 'ascii':
    case 'utf-8':
    case 'utf-8-nfd':
    case 'utf-16le':
    case 'utf-16be':
      return text;
    case 'windows-1252':
      return Array.from(text, western).join('');
    case 'tcvn3':
      return restoreTcvn3Capitals(byTable(text, TCVN3)).normalize('NFC');
    case 'vni':
      return vni(text).normalize('NFC');
    case 'windows-1258':
      return byTable(text, WINDOWS_1258).normalize('NFC');
    case 'viscii':
      return byTable(text, VISCII).normalize('NFC');
    case 'tcvn5712':
      return byTable(text, TCVN5712).normalize('NFC');
    case 'utf-8-read-as-1252':
      return utf8Behind(text)?.normalize('NFC') ?? null;
  }
}

/** A cell as it is to be stored: letters in NFC, no invisible characters, single spaces, line breaks kept as `\n`. */
export function decodeCell(raw: string, encoding: Encoding): string {
  return normaliseLines(decodeLetters(raw, encoding) ?? raw);
}
