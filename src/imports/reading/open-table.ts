import { open } from 'node:fs/promises';
import { Problem } from '../../http/problem.js';
import { type Encoding, isUtf16 } from '../encoding/encodings.js';
import { csvTable } from './csv-table.js';
import { jsonlTable } from './jsonl-table.js';
import type { RawTable } from './raw-table.js';
import { judgeContainer, utf8Pieces } from './text-pieces.js';

const ZIP = 'PK\u0003\u0004';
/** A compound file: a workbook of Excel 97 to 2003, or one locked with a password. */
const COMPOUND = '\u00d0\u00cf\u0011\u00e0';

/**
 * Opens a file by what it holds; neither its name nor its media type is believed.
 * @param encoding of the whole file, instead of the judged one; that its bytes are UTF-16 is believed
 * @param delimiter of a CSV file, instead of the judged one
 * @throws Problem 422
 */
export async function openTable(
  path: string,
  encoding: Encoding | null,
  delimiter?: string,
): Promise<RawTable> {
  const start = await firstBytes(path);
  if (start === '') throw new Problem(422, 'import_empty');
  // What reads workbooks is loaded when it is needed: it is a tenth of the work of a start.
  if (start === ZIP) return (await import('./xlsx-table.js')).xlsxTable(path);
  if (start === COMPOUND) throw new Problem(422, 'import_old_workbook');
  const judged = await judgeContainer(path);
  const layout =
    encoding === null || !isUtf16(encoding) || encoding === judged.container
      ? judged
      : { container: encoding, bomLength: 0 as const };
  for await (const piece of utf8Pieces(path, layout)) {
    return /^\s*(?:\[\s*)?\{/u.test(piece.subarray(0, 1000).toString())
      ? jsonlTable(path, layout)
      : csvTable(path, layout, delimiter);
  }
  throw new Problem(422, 'import_empty');
}

async function firstBytes(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead).toString('latin1');
  } finally {
    await file.close();
  }
}
