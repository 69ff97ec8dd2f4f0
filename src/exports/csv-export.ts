import { stringify } from 'csv-stringify/sync';
import type { PublishedService } from '../domain/published-service.js';
import type { Language } from '../http/language.js';
import { spreadsheetCell } from '../http/spreadsheet-cell.js';
import type { ServiceStream } from '../publication/service-stream.query.js';
import type { Sink } from './sink.js';
import { TABLE_COLUMNS, tableHeader } from './table-columns.js';

/** Spreadsheets take a CSV file for UTF-8 only where it begins so. */
const BYTE_ORDER_MARK = '\uFEFF';

/** The services as CSV (RFC 4180) that spreadsheets open as it is. */
export async function writeCsv(
  services: ServiceStream,
  sink: Sink,
  language: Language | undefined,
): Promise<void> {
  await sink.write(BYTE_ORDER_MARK + lines([tableHeader(language)]));
  for await (const docs of services.docs()) {
    await sink.write(lines(docs.map((doc) => cellsOf(JSON.parse(doc) as PublishedService))));
  }
}

function cellsOf(service: PublishedService): string[] {
  return TABLE_COLUMNS.map(({ value }) => spreadsheetCell(String(value(service))));
}

function lines(rows: string[][]): string {
  // A lone LF inside a cell is no row end to the library, and would stay without quotes.
  return stringify(rows, { record_delimiter: '\r\n', quoted_match: /[\r\n]/ });
}
