import type { ContainerJudgement } from '../encoding/detect-container.js';
import { CsvRecords } from './csv-records.js';
import { meaningOf } from './import-fields.js';
import { DELIMITERS, type RawRow, type RawTable } from './raw-table.js';
import { textPieces } from './text-pieces.js';

const ROWS_TO_JUDGE = 30;

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
  const reader = new CsvRecords(delimiter);
  let row = 0;
  const numbered = (records: string[][]): RawRow[] => records.map((cells) => ({ row: (row += 1), cells }));
  for await (const piece of textPieces(path, layout)) {
    const rows = numbered(reader.push(piece));
    if (rows.length > 0) yield rows;
  }
  const last = numbered(reader.end());
  if (last.length > 0) yield last;
}

/** The delimiter with which most headers are understood in one of the first rows; else the one that makes most columns. */
async function delimiterOf(path: string, layout: ContainerJudgement): Promise<string> {
  let head = '';
  for await (const piece of textPieces(path, layout)) {
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

function firstRows(head: string, delimiter: string): string[][] {
  const reader = new CsvRecords(delimiter);
  const rows: string[][] = [];
  try {
    rows.push(...reader.push(head));
    rows.push(...reader.end());
  } catch {
    // The head ends in the middle of a row; the rows before it tell enough.
  }
  return rows.slice(0, ROWS_TO_JUDGE);
}
