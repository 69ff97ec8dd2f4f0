import type { Readable } from 'node:stream';
import ExcelJS from 'exceljs';
import { Problem } from '../../http/problem.js';
import { isStorageFault } from '../../http/storage-fault.js';
import { checkZip } from './check-zip.js';
import { COLUMN_LIMIT, type RawRow, type RawTable, ROW_LIMIT } from './raw-table.js';
import { readZipPart, type ZipPart } from './zip-part.js';

const ROWS_A_BATCH = 500;

/** @throws Problem 422 where it is no workbook, or one that unpacks to too much */
export async function xlsxTable(path: string): Promise<RawTable> {
  const parts = await checkZip(path);
  return {
    format: 'xlsx',
    container: 'utf-8',
    delimiter: null,
    async *sheets() {
      const reader = new PartByPart(path, parts);
      try {
        for await (const sheet of reader) {
          yield { name: nameOf(sheet), rows: rowsOf(sheet) };
        }
      } catch (error) {
        throw refusalOf(error);
      }
    },
  };
}

const SHEET = /xl\/worksheets\/sheet(\d+)[.]xml$/;

/* oxlint-disable no-underscore-dangle -- the names are exceljs’s own */
interface Steps {
  _parseRels(part: Readable): Promise<void>;
  _parseWorkbook(part: Readable): Promise<void>;
  _parseSharedStrings(part: Readable): AsyncIterable<unknown>;
  _parseStyles(part: Readable): Promise<void>;
  _parseWorksheet(pieces: AsyncIterable<string>, no: string): Iterable<unknown>;
}

/**
 * The reader of exceljs, led from part to part. By itself it follows the zip file as a stream, and where a disk is slow for
 * an instant it ends while parts still wait, and so a sound workbook was refused now and then (4.4.0, with unzipper 0.10).
 * Its parts come to it as text: of bytes it breaks letters that lie in two pieces (lib/utils/parse-sax.js).
 */
class PartByPart extends ExcelJS.stream.xlsx.WorkbookReader {
  constructor(
    private readonly path: string,
    private readonly parts: readonly ZipPart[],
  ) {
    super(path, {
      worksheets: 'emit',
      sharedStrings: 'cache',
      styles: 'cache',
      hyperlinks: 'ignore',
      entries: 'ignore',
    });
  }

  // What iterates over the sheets asks this.
  override async *parse(): AsyncGenerator<unknown> {
    const steps = this as unknown as Steps;
    await this.step('xl/_rels/workbook.xml.rels', (part) => steps._parseRels(part));
    await this.step('xl/workbook.xml', (part) => steps._parseWorkbook(part));
    await this.step('xl/sharedStrings.xml', async (part) => {
      for await (const _ of steps._parseSharedStrings(part)) continue;
    });
    await this.step('xl/styles.xml', (part) => steps._parseStyles(part));
    for (const part of this.parts) {
      const no = SHEET.exec(part.name)?.[1];
      if (no === undefined) continue;
      const text = this.textOf(part);
      try {
        yield* steps._parseWorksheet(ampersandsTwice(text), no);
      } finally {
        text.destroy();
      }
    }
  }

  private async step(name: string, read: (part: Readable) => Promise<void>): Promise<void> {
    const part = this.parts.find((one) => one.name === name);
    if (part === undefined) return;
    const text = this.textOf(part);
    try {
      await read(text);
    } finally {
      text.destroy();
    }
  }

  private textOf(part: ZipPart): Readable {
    return readZipPart(this.path, part).setEncoding('utf8');
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

/** @throws Problem 422 where the sheet is no XML, or names entities of its own, which are never looked up */
async function* rowsOf(sheet: AsyncIterable<ExcelJS.Row>): AsyncGenerator<RawRow[]> {
  let rows: RawRow[] = [];
  try {
    for await (const { number, values } of sheet) {
      // Rows at the end that only have a format would otherwise be read up to the last of a sheet, row 1,048,576.
      if (number > ROW_LIMIT * 2) break;
      rows.push({ row: number, cells: cellsOf(values) });
      if (rows.length < ROWS_A_BATCH) continue;
      yield rows;
      rows = [];
    }
  } catch (error) {
    throw refusalOf(error);
  }
  if (rows.length > 0) yield rows;
}

/** Whatever exceljs makes of a broken workbook is a fault of the workbook, but for a disk that cannot be read or written. */
function refusalOf(error: unknown): unknown {
  return error instanceof Problem || isStorageFault(error)
    ? error
    : new Problem(422, 'import_unreadable_workbook');
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
