import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { LEGACY_ENCODINGS, legacyBytes, legacyEncode } from '../../../test/support/legacy-encode.js';
import { procedureNames } from '../../../test/support/procedure-names.js';
import { decodeCell } from './decode.js';
import { detectContainer, readContainer } from './detect-container.js';
import { judgeColumns } from './judge-columns.js';

const NAMES = procedureNames().slice(0, 200);

/** A file as an office would send it: codes, names with quoted line breaks, an agency that is always the same. */
function fileOf(
  write: (text: string) => string | null,
  separator: string,
): { text: string; meant: string[][] } {
  const meant: string[][] = [];
  const lines: string[] = [];
  NAMES.forEach((name, i) => {
    const row = [
      `1.00${String(i).padStart(4, '0')}`,
      name.replace(' ', '\n'),
      'Sở Thông tin và Truyền thông',
      '2',
    ];
    const cells = row.map(write);
    if (cells.includes(null)) return;
    meant.push(row);
    lines.push(cells.map((cell) => `"${(cell ?? '').replaceAll('"', '""')}"`).join(separator));
  });
  return { text: `${lines.join('\r\n')}\r\n`, meant };
}

function readBack(bytes: Buffer, separator: string): string[][] {
  const layout = detectContainer(bytes);
  const rows: string[][] = parse(readContainer(bytes, layout), { delimiter: separator });
  const columns = judgeColumns(rows, layout.container);
  return rows.map((row) => row.map((cell, at) => decodeCell(cell, columns[at]?.encoding ?? 'utf-8')));
}

// TCVN3 does not tell the case of a vowel with a tone; its own spec says which words that concerns.
const lower = (rows: string[][]): string[][] => rows.map((row) => row.map((cell) => cell.toLowerCase()));

describe.each([',', ';', '\t'])('a file parted by %j', (separator) => {
  it.each(LEGACY_ENCODINGS)('in %s, 8-bit, is read back whole', (encoding) => {
    const { text, meant } = fileOf((cell) => legacyBytes(cell, encoding), separator);
    expect(meant.length).toBeGreaterThan(150);
    expect(lower(readBack(Buffer.from(text, 'latin1'), separator))).toEqual(lower(meant));
  });

  it.each(LEGACY_ENCODINGS)('in %s, inside UTF-8 and UTF-16, is read back whole', (encoding) => {
    const { text, meant } = fileOf((cell) => legacyEncode(cell, encoding), separator);
    expect(lower(readBack(Buffer.from(`\ufeff${text}`, 'utf8'), separator))).toEqual(lower(meant));
    expect(lower(readBack(Buffer.from(text, 'utf16le'), separator))).toEqual(lower(meant));
  });

  it('in Unicode, composed and decomposed, is read back whole', () => {
    for (const form of ['NFC', 'NFD']) {
      const { text, meant } = fileOf((cell) => cell.normalize(form), separator);
      expect(readBack(Buffer.from(text), separator)).toEqual(meant);
      expect(readBack(Buffer.from(text, 'utf16le').swap16(), separator)).toEqual(meant);
    }
  });
});
