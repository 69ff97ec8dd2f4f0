import { buffer } from 'node:stream/consumers';
import { PassThrough } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import excel from 'exceljs';
import type { Language } from '../http/problem-texts.js';
import { TABLE_COLUMNS } from './table-columns.js';

const BYTE_ORDER_MARK = '\uFEFF';
const TEXT_FORMAT = '@';
const WIDTH = 24;

/** The columns that an import reads, without what the catalogue works out itself. */
export const SHEET_COLUMNS = TABLE_COLUMNS.slice(
  0,
  TABLE_COLUMNS.findIndex(({ name }) => name === 'note') + 1,
);

const titles = (language: Language): string[] => SHEET_COLUMNS.map(({ title }) => title[language]);

/** An empty sheet to fill in. */
export function templateCsv(language: Language): string {
  return BYTE_ORDER_MARK + stringify([titles(language)], { record_delimiter: '\r\n' });
}

/** Its columns are text, so that codes typed into them keep their zeros. */
export async function templateXlsx(language: Language): Promise<Buffer> {
  const stream = new PassThrough();
  const bytes = buffer(stream);
  const workbook = new excel.stream.xlsx.WorkbookWriter({ stream, useStyles: true });
  const sheet = workbook.addWorksheet('services', { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = SHEET_COLUMNS.map(() => ({ width: WIDTH, style: { numFmt: TEXT_FORMAT } }));
  const header = sheet.addRow(titles(language));
  header.font = { bold: true };
  header.commit();
  sheet.commit();
  await workbook.commit();
  return bytes;
}
