import { stat } from 'node:fs/promises';
import type { Options } from 'csv-parse';
import { Problem } from '../../http/problem.js';
import type { ContainerJudgement } from '../encoding/detect-container.js';
import { csvRows, rowsAtOnce, type RowsOfPiece } from './csv-rows.js';
import { meaningOf } from './import-fields.js';
import { DELIMITERS, type RawRow, type RawTable, ROW_SIZE_LIMIT } from './raw-table.js';
import { utf8Pieces } from './text-pieces.js';

const ROWS_TO_JUDGE = 30;
/** Bytes that are taken apart before a thread would have begun. */
const SMALL = 256 * 1024;

// Nothing is trimmed: in old encodings the no-break space and the soft hyphen are letters.
const OPTIONS: Options = {
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_quotes: true,
  relax_column_count: true,
  max_record_size: ROW_SIZE_LIMIT,
};

/** @param override a delimiter instead of the judged one */
export async function csvTable(
  path: string,
  layout: ContainerJudgement,
  override?: string,
): Promise<RawTable> {
  const delimiter = override ?? (await delimiterOf(path, layout));
  return {
    format: 'csv',
    container: layout.container,
    delimiter,
    async *sheets() {
      yield { name: null, rows: rowsOf(path, layout, delimiter) };
    },
  };
}

async function* rowsOf(
  path: string,
  layout: ContainerJudgement,
  delimiter: string,
): AsyncGenerator<RawRow[]> {
  let last = 0;
  for await (const { rows, code } of piecesOf(path, layout, { ...OPTIONS, delimiter })) {
    const first = last + 1;
    last += rows.length;
    if (code !== undefined) throw unreadable(code, last + 1);
    if (rows.length > 0) yield rows.map((cells, i) => ({ row: first + i, cells }));
  }
}

async function* piecesOf(
  path: string,
  layout: ContainerJudgement,
  options: Options,
): AsyncGenerator<RowsOfPiece> {
  const pieces = utf8Pieces(path, layout);
  if ((await stat(path)).size > SMALL) {
    yield* csvRows(pieces, options);
    return;
  }
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  yield rowsAtOnce(Buffer.concat(all), options);
}

function unreadable(code: string, row: number): Error {
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return new Problem(422, 'import_quote_not_closed', { params: { row } });
  if (code === 'CSV_MAX_RECORD_SIZE')
    return new Problem(422, 'import_row_too_long', { params: { row, limit: ROW_SIZE_LIMIT } });
  return new Error(`The file could not be taken apart: ${code}`);
}

/** The delimiter with which most headers are understood in one of the first rows; else the one that makes most columns. */
async function delimiterOf(path: string, layout: ContainerJudgement): Promise<string> {
  let head: Buffer = Buffer.alloc(0);
  for await (const piece of utf8Pieces(path, layout)) {
    head = piece;
    break;
  }
  const scored = Object.values(DELIMITERS).map((delimiter) => {
    // The head ends in the middle of a row; the rows before it tell enough.
    const { rows } = rowsAtOnce(head, { ...OPTIONS, delimiter, to: ROWS_TO_JUDGE });
    const headers = Math.max(
      0,
      ...rows.map((cells) => cells.filter((cell) => meaningOf(cell) !== null).length),
    );
    const widths = rows.map((cells) => cells.length);
    return { delimiter, headers, columns: Math.min(50, Math.max(0, ...widths)) };
  });
  scored.sort((a, b) => b.headers - a.headers || b.columns - a.columns);
  return scored[0]!.delimiter;
}
