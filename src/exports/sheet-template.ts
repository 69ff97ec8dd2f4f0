import { buffer } from 'node:stream/consumers';
import { PassThrough } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import type { Language } from '../http/language.js';
import { TABLE_COLUMNS } from './table-columns.js';

const BYTE_ORDER_MARK = '\uFEFF';
const TEXT_FORMAT = '@';
const WIDTH = 24;

/** An empty sheet that an import reads once it is filled in. */
export interface SheetTemplate {
  name: string;
  columns: readonly { title: Record<Language, string> }[];
}

/** The columns of a list of services, without what the catalogue works out itself. */
export const SHEET_COLUMNS = TABLE_COLUMNS.slice(
  0,
  TABLE_COLUMNS.findIndex(({ name }) => name === 'note') + 1,
);

export const SERVICE_SHEET: SheetTemplate = { name: 'services', columns: SHEET_COLUMNS };

/** One row a service, period and channel. */
export const VOLUME_SHEET: SheetTemplate = {
  name: 'volumes',
  columns: [
    { title: { vi: 'Mã dịch vụ', en: 'Service id' } },
    { title: { vi: 'Mã thủ tục', en: 'Procedure code' } },
    { title: { vi: 'Tên thủ tục', en: 'Procedure name' } },
    { title: { vi: 'Mã cơ quan', en: 'Agency code' } },
    { title: { vi: 'Kỳ', en: 'Period' } },
    { title: { vi: 'Kênh tiếp nhận', en: 'Channel' } },
    { title: { vi: 'Số hồ sơ tiếp nhận', en: 'Received' } },
    { title: { vi: 'Đã giải quyết', en: 'Resolved' } },
    { title: { vi: 'Đã giải quyết đúng hạn', en: 'On time' } },
  ],
};

export function templateCsv({ columns }: SheetTemplate, language: Language): string {
  const titles = columns.map(({ title }) => title[language]);
  return BYTE_ORDER_MARK + stringify([titles], { record_delimiter: '\r\n' });
}

/** Its columns are text, so that codes typed into them keep their zeros. */
export async function templateXlsx({ name, columns }: SheetTemplate, language: Language): Promise<Buffer> {
  const { default: excel } = await import('exceljs');
  const stream = new PassThrough();
  const bytes = buffer(stream);
  const workbook = new excel.stream.xlsx.WorkbookWriter({ stream, useStyles: true });
  const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = columns.map(() => ({ width: WIDTH, style: { numFmt: TEXT_FORMAT } }));
  const header = sheet.addRow(columns.map(({ title }) => title[language]));
  header.font = { bold: true };
  header.commit();
  sheet.commit();
  await workbook.commit();
  return bytes;
}
