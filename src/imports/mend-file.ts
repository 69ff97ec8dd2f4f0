import { PassThrough, type Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import type { Fill } from 'exceljs';
import type { Language } from '../http/language.js';
import { spreadsheetCell } from '../http/spreadsheet-cell.js';
import { IMPORT_FIELDS } from './reading/import-fields.js';
import type { ImportColumn } from './reading/import-column.js';
import type { Issue } from './rows/issue.js';
import { issueText } from './rows/issue-texts.js';
import { RowReader } from './rows/row-cells.js';
import { rowsOf } from './runs/differ-of-run.js';

/** A row of a sheet that is handed back, in letters that can be read. */
interface HandedBack {
  /** In the order of the columns. */
  cells: string[];
  issues: readonly Issue[];
}

const TO_MEND: Record<Language, string> = { vi: 'Điều cần sửa', en: 'What to mend' };
const BYTE_ORDER_MARK = '\uFEFF';
const TEXT_FORMAT = '@';
/** A row that a thousand others contradict is told of some. */
const TOLD_AT_MOST = 10;
const WIDTH = 24;
const WIDTH_TO_MEND = 60;
const FILLS: Record<Issue['kind'], Fill> = {
  error: { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFAD7D4' } },
  warning: { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFF2CC' } },
};

/**
 * A sheet as it was read, every row of it, with what is to be mended in a first column, which the next import leaves unread:
 * mended in its place the file can be sent again as it is.
 */
export class MendFile {
  private readonly columns: ImportColumn[];
  private readonly issues = new Map<number, Issue[]>();

  /** @param rowsPath the rows as they were taken in */
  constructor(
    private readonly rowsPath: string,
    private readonly all: readonly ImportColumn[],
    issues: readonly Issue[],
    private readonly language: Language,
  ) {
    this.columns = all.filter(({ field }) => field !== null);
    for (const issue of issues) {
      if (issue.row === null) continue;
      this.issues.set(issue.row, [...(this.issues.get(issue.row) ?? []), issue]);
    }
  }

  async *csv(): AsyncGenerator<string> {
    const lines = (rows: string[][]) => stringify(rows, { record_delimiter: '\r\n', quoted_match: /[\r\n]/ });
    yield BYTE_ORDER_MARK + lines([this.header()]);
    for await (const rows of this.rows())
      yield lines(rows.map((row) => [this.toMend(row), ...row.cells].map(spreadsheetCell)));
  }

  /** A workbook in which codes are text, and the cells in question stand out. */
  xlsx(): Readable {
    const stream = new PassThrough();
    this.write(stream).catch((error: Error) => stream.destroy(error));
    return stream;
  }

  private async write(stream: PassThrough): Promise<void> {
    const { default: excel } = await import('exceljs');
    const workbook = new excel.stream.xlsx.WorkbookWriter({ stream, useStyles: true });
    const sheet = workbook.addWorksheet('import', { views: [{ state: 'frozen', ySplit: 1 }] });
    const header = this.header();
    sheet.columns = header.map((_, at) => ({
      width: at === 0 ? WIDTH_TO_MEND : WIDTH,
      style: { numFmt: TEXT_FORMAT },
    }));
    const first = sheet.addRow(header);
    first.font = { bold: true };
    first.commit();
    for await (const rows of this.rows()) {
      for (const row of rows) {
        const line = sheet.addRow(
          [this.toMend(row), ...row.cells].map((cell) => spreadsheetCell(cell) || null),
        );
        line.getCell(1).alignment = { wrapText: true, vertical: 'top' };
        for (const { column, kind } of row.issues) {
          const at = this.columns.findIndex((one) => one.header === column);
          line.getCell(at < 0 ? 1 : at + 2).fill = FILLS[kind];
        }
        line.commit();
      }
      if (stream.writableNeedDrain) await new Promise((resolve) => stream.once('drain', resolve));
      if (stream.destroyed) return;
    }
    sheet.commit();
    await workbook.commit();
  }

  private header(): string[] {
    return [TO_MEND[this.language], ...this.columns.map(({ header }) => header)];
  }

  private toMend({ issues }: HandedBack): string {
    return issues
      .slice(0, TOLD_AT_MOST)
      .map(({ code, params, column }) => {
        const text = issueText(code, params, this.language);
        return column === null ? text : `${column}: ${text}`;
      })
      .join('\n');
  }

  private async *rows(): AsyncGenerator<HandedBack[]> {
    const reader = new RowReader(this.all, IMPORT_FIELDS);
    for await (const rows of rowsOf(this.rowsPath)) {
      yield rows.map((row) => {
        const { values, issues } = reader.read(row);
        return {
          cells: this.columns.map(({ field }) => values[field!]),
          issues: this.issues.get(issues.row) ?? [],
        };
      });
    }
  }
}
