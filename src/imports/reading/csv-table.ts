import { type Options, parse } from 'csv-parse';
import { parse as parseNow } from 'csv-parse/sync';
import { Problem } from '../../http/problem.js';
import type { ContainerJudgement } from '../encoding/detect-container.js';
import { meaningOf } from './import-fields.js';
import { DELIMITERS, type RawRow, type RawTable, ROW_SIZE_LIMIT } from './raw-table.js';
import { utf8Pieces } from './text-pieces.js';

const ROWS_TO_JUDGE = 30;

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
  let rows: RawRow[] = [];
  let row = 0;
  const parser = parse({
    ...OPTIONS,
    delimiter,
    // Rows are taken here and not from the stream, which hands them on one by one and costs as much as reading them.
    on_record: (cells: string[]) => {
      rows.push({ row: (row += 1), cells });
      return null;
    },
  });
  parser.resume();
  const done = (feed: (callback: (error?: Error | null) => void) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      parser.once('error', reject);
      feed((error) => {
        parser.off('error', reject);
        if (error) reject(error);
        else resolve();
      });
    });
  try {
    for await (const piece of utf8Pieces(path, layout)) {
      await done((callback) => parser.write(piece, callback));
      if (rows.length > 0) yield rows;
      rows = [];
    }
    await done((callback) => parser.end(callback));
  } catch (error) {
    throw unreadable(error, row + 1);
  }
  if (rows.length > 0) yield rows;
}

function unreadable(error: unknown, row: number): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return new Problem(422, 'import_quote_not_closed', { params: { row } });
  if (code === 'CSV_MAX_RECORD_SIZE')
    return new Problem(422, 'import_row_too_long', { params: { row, limit: ROW_SIZE_LIMIT } });
  return error;
}

/** The delimiter with which most headers are understood in one of the first rows; else the one that makes most columns. */
async function delimiterOf(path: string, layout: ContainerJudgement): Promise<string> {
  let head: Buffer = Buffer.alloc(0);
  for await (const piece of utf8Pieces(path, layout)) {
    head = piece;
    break;
  }
  const scored = Object.values(DELIMITERS).map((delimiter) => {
    const rows = firstRows(head, delimiter);
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

function firstRows(head: Buffer, delimiter: string): string[][] {
  const rows: string[][] = [];
  try {
    parseNow(head, {
      ...OPTIONS,
      delimiter,
      to: ROWS_TO_JUDGE,
      on_record: (cells: string[]) => {
        rows.push(cells);
        return null;
      },
    });
  } catch {
    // The head ends in the middle of a row; the rows before it tell enough.
  }
  return rows;
}
