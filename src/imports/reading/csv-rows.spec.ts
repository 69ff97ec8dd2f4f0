import { describe, expect, it } from 'vitest';
import { csvRows, rowsAtOnce, type RowsOfPiece } from './csv-rows.js';

const OPTIONS = {
  delimiter: ',',
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_quotes: true,
  relax_column_count: true,
  max_record_size: 2000,
};
const ROWS = Array.from({ length: 500 }, (_, i) => [`1.${i}`, `Thủ tục "số ${i}"\nđăng ký khai sinh`, '']);
const TEXT = ROWS.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join(
  '\r\n',
);

/** @param length of a piece in bytes, so that letters and quotation marks are cut through */
async function* piecesOf(text: string, length: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += length) yield bytes.subarray(from, from + length);
}

async function inPieces(text: string, length: number): Promise<RowsOfPiece> {
  const rows: string[][] = [];
  for await (const answer of csvRows(piecesOf(text, length), OPTIONS)) {
    rows.push(...answer.rows);
    if (answer.code !== undefined) return { rows, code: answer.code };
  }
  return { rows };
}

describe('The rows of a large CSV file', () => {
  it('are those that are read of it at once, wherever its pieces end', async () => {
    expect(rowsAtOnce(Buffer.from(TEXT), OPTIONS)).toEqual({ rows: ROWS });
    expect(await inPieces(TEXT, 997)).toEqual({ rows: ROWS });
    expect(await inPieces(TEXT, 1_000_000)).toEqual({ rows: ROWS });
  });

  it.each([
    ['a quotation mark that is not closed', '\n"1.1,x\n', 'CSV_QUOTE_NOT_CLOSED'],
    ['a row that is too long', `\n1.1,${'x'.repeat(2100)}\n1.2,y\n`, 'CSV_MAX_RECORD_SIZE'],
  ])('end before %s, and tell it', async (_, fault, code) => {
    expect(rowsAtOnce(Buffer.from(TEXT + fault), OPTIONS)).toEqual({ rows: ROWS, code });
    const found = await inPieces(TEXT + fault, 997);
    expect(found.code).toBe(code);
    expect(found.rows).toEqual(ROWS);
  });
});
