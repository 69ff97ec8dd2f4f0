import type { Readable } from 'node:stream';
import ExcelJS from 'exceljs';
import { Problem } from '../../http/problem.js';
import { checkZip } from './check-zip.js';
import { COLUMN_LIMIT, type RawRow, type RawTable, ROW_LIMIT } from './raw-table.js';

const ROWS_A_BATCH = 500;

/** @throws Problem 422 where it is no workbook, or one that unpacks to too much */
export async function xlsxTable(path: string): Promise<RawTable> {
  await checkZip(path);
  return {
    format: 'xlsx',
    container: 'utf-8',
    delimiter: null,
    async *sheets() {
      const reader = new WholeLetters(path, {
        worksheets: 'emit',
        sharedStrings: 'cache',
        styles: 'cache',
        hyperlinks: 'ignore',
        entries: 'ignore',
      });
      try {
        for await (const sheet of reader) {
          yield { name: nameOf(sheet), rows: rowsOf(sheet) };
        }
      } catch (error) {
        throw error instanceof Problem ? error : new Problem(422, 'import_unreadable_workbook');
      }
    },
  };
}

/* oxlint-disable no-underscore-dangle -- the names are exceljs’s own */
interface Parts {
  _parseSharedStrings(entry: Readable): AsyncIterable<unknown>;
  _parseWorksheet(pieces: AsyncIterable<Buffer | string>, no: string): AsyncIterable<unknown>;
}

/**
 * exceljs decodes each piece of a part by itself and so breaks letters whose bytes lie in two pieces (4.4.0,
 * lib/utils/parse-sax.js); pieces that are text already it takes as they are.
 */
class WholeLetters extends ExcelJS.stream.xlsx.WorkbookReader {
  _parseSharedStrings(entry: Readable): AsyncIterable<unknown> {
    entry.setEncoding('utf8');
    return WorkbookParts._parseSharedStrings.call(this, entry);
  }

  _parseWorksheet(pieces: AsyncIterable<Buffer | string>, no: string): AsyncIterable<unknown> {
    return WorkbookParts._parseWorksheet.call(this, ampersandsTwice(textOfPieces(pieces)), no);
  }
}

const WorkbookParts = ExcelJS.stream.xlsx.WorkbookReader.prototype as unknown as Parts;

async function* textOfPieces(pieces: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const piece of pieces) {
    yield typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true });
  }
}
/* oxlint-enable no-underscore-dangle */

const AMPERSAND = /&(?:amp|#38|#x26);/gi;
/** What may be the beginning of one. */
const BEGUN = /&[^;]{0,4}$/;

/**
 * The text of a sheet with its ampersands encoded twice: texts that stand in their cells are decoded by exceljs once more
 * than they should (4.4.0, lib/stream/xlsx/worksheet-reader.js), which made `&` of the `&amp;` in an address.
 */
async function* ampersandsTwice(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let kept = '';
  for await (const piece of pieces) {
    const text = kept + piece;
    const end = BEGUN.exec(text)?.index ?? text.length;
    kept = text.slice(end);
    yield text.slice(0, end).replace(AMPERSAND, '&amp;amp;');
  }
  yield kept;
}

// The types of exceljs do not know that a sheet read as a stream has its name.
function nameOf(sheet: unknown): string {
  return String((sheet as { name?: unknown }).name ?? '');
}

async function* rowsOf(sheet: AsyncIterable<ExcelJS.Row>): AsyncGenerator<RawRow[]> {
  let rows: RawRow[] = [];
  for await (const { number, values } of sheet) {
    // Rows at the end that only have a format would otherwise be read up to the last of a sheet, row 1,048,576.
    if (number > ROW_LIMIT * 2) break;
    rows.push({ row: number, cells: cellsOf(values) });
    if (rows.length < ROWS_A_BATCH) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

/** `values` counts columns from 1 and leaves out empty cells. */
function cellsOf(values: ExcelJS.Row['values']): string[] {
  if (!Array.isArray(values)) return [];
  return Array.from(values.slice(1, COLUMN_LIMIT + 1), textOf);
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  if (typeof value !== 'object') return String(value);
  const cell = value as { richText?: unknown; text?: unknown; result?: unknown; error?: unknown };
  if (Array.isArray(cell.richText))
    return cell.richText.map((run) => textOf((run as { text?: unknown }).text)).join('');
  return textOf(cell.text ?? cell.result ?? cell.error);
}
