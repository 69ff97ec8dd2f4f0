import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type excel from 'exceljs';
import type { PublishedService } from '../domain/published-service.js';
import { DatedWorkbook } from '../http/dated-workbook.js';
import type { Language } from '../http/language.js';
import { spreadsheetCell } from '../http/spreadsheet-cell.js';
import type { ServiceStream } from '../publication/service-stream.query.js';
import { Sink } from './sink.js';
import { TABLE_COLUMNS, tableHeader } from './table-columns.js';

/** A sheet holds 1,048,576 rows at most. */
const ROWS_A_SHEET = 1_000_000;
/** Rows after which others are served: a slice of them takes some milliseconds. */
const ROWS_A_TURN = 100;
const WIDTHS: Record<string, number> = { procedure_name: 60, agency_name: 36, field: 28, held_back_by: 28 };
const TEXT_FORMAT = '@';

/** The services as a workbook: every code is text, the header row stays in sight and filters. */
export async function writeXlsx(
  services: ServiceStream,
  sink: Sink,
  language: Language | undefined,
): Promise<void> {
  // The writer does not wait for its taker; it is held back through a stream whose room it can be asked for.
  const archive = new PassThrough({ highWaterMark: 1024 * 1024 });
  const paced = new Sink(archive, sink.giveWay);
  const sent = pipeline(archive, sink.out, { end: false });
  // Told again where it is awaited; until then a taker who leaves must not end the process.
  sent.catch(() => undefined);
  const workbook = new DatedWorkbook(archive, new Date(services.head.at));

  let sheet = addSheet(workbook, 1, language);
  let rows = 0;
  for await (const docs of services.docs()) {
    for (const doc of docs) {
      if (rows > 0 && rows % ROWS_A_SHEET === 0) {
        sheet.commit();
        sheet = addSheet(workbook, rows / ROWS_A_SHEET + 1, language);
      }
      sheet.addRow(cellsOf(JSON.parse(doc) as PublishedService)).commit();
      if (++rows % ROWS_A_TURN === 0) await sink.giveWay();
    }
    await paced.room();
  }
  sheet.commit();
  await Promise.all([workbook.commit(), sent]);
}

function addSheet(workbook: DatedWorkbook, no: number, language: Language | undefined): excel.Worksheet {
  const sheet = workbook.addWorksheet(no === 1 ? 'services' : `services-${no}`, {
    views: [{ state: 'frozen', ySplit: 1 }],
  });
  sheet.columns = TABLE_COLUMNS.map(({ name }) => ({
    width: WIDTHS[name] ?? 18,
    style: { numFmt: TEXT_FORMAT },
  }));
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: TABLE_COLUMNS.length } };
  const header = sheet.addRow(tableHeader(language));
  header.font = { bold: true };
  header.commit();
  return sheet;
}

function cellsOf(service: PublishedService): (string | number | null)[] {
  return TABLE_COLUMNS.map(({ value }) => {
    const cell = value(service);
    if (cell === '') return null;
    return typeof cell === 'string' ? spreadsheetCell(cell) : cell;
  });
}
