import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { stringify } from 'csv-stringify/sync';
import { spreadsheetCell } from '../http/spreadsheet-cell.js';
import type { CoverageTable } from './coverage-table.js';

/** UTF-8 with a byte order mark, by which spreadsheets know it for UTF-8. */
export function csvOf({ columns, rows }: CoverageTable): string {
  const cells = [columns.map(({ header }) => header), ...rows.map(plainCells)];
  // A lone LF inside a cell is no row end to the library, and would stay without quotes.
  return stringify(cells, { bom: true, record_delimiter: '\r\n', quoted_match: /[\r\n]/ });
}

function plainCells(row: CoverageTable['rows'][number]): CoverageTable['rows'][number] {
  return row.map((value) => (typeof value === 'string' ? spreadsheetCell(value) : value));
}

const TEXT = '@';

/**
 * Codes are text cells, so that `080` and `1.001570` stay what they are.
 * @param day that the report is of, which the file is dated by
 */
export async function xlsxOf({ columns, rows }: CoverageTable, title: string, day: string): Promise<Buffer> {
  // Loaded when it is needed: it is a tenth of the work of a start.
  const { DatedWorkbook } = await import('../http/dated-workbook.js');
  const stream = new PassThrough();
  const bytes = buffer(stream);
  const workbook = new DatedWorkbook(stream, new Date(day));
  const sheet = workbook.addWorksheet(title, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = columns.map(({ header, width }) => ({ header, width }));
  sheet.getRow(1).font = { bold: true };
  for (const values of rows) {
    const row = sheet.addRow(plainCells(values));
    row.eachCell((cell) => {
      if (typeof cell.value === 'string') cell.numFmt = TEXT;
    });
    row.commit();
  }
  sheet.commit();
  await workbook.commit();
  return bytes;
}
