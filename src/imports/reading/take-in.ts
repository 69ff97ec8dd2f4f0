import { setImmediate as nextTurn } from 'node:timers/promises';
import { Problem } from '../../http/problem.js';
import { normaliseLines } from '../../domain/text/fold.js';
import { decodeCell } from '../encoding/decode.js';
import { type Encoding, inLayout } from '../encoding/encodings.js';
import { ColumnsJudge, plainColumn, SURE } from '../encoding/judge-columns.js';
import type { Issue } from '../rows/issue.js';
import { CellCounts } from './cell-counts.js';
import { type FileKind, kindOf, KINDS } from './file-kind.js';
import { headerAmong, ROWS_BEFORE_DATA } from './header-row.js';
import type { ColumnInFile, ImportColumn } from './import-column.js';
import { IMPORT_FIELDS, understand } from './import-fields.js';
import { LineFile } from './line-file.js';
import { presumedColumns } from './presumed-columns.js';
import { type RawRow, type RawSheet, type RawTable, ROW_LIMIT } from './raw-table.js';
import { lineOfRow, type TakenRow } from './taken-row.js';

export interface TakenIn {
  kind: FileKind;
  columns: ImportColumn[];
  /** As the person's own program numbers it; null in JSON Lines. */
  headerRow: number | null;
  rows: number;
  emptyRows: number;
  sheet: string | null;
  issues: Issue[];
}

const HEADER_SHOWN = 200;

/**
 * The first reading of a file: finds the header, judges the encoding of every column over all rows, and writes the cells that
 * mean something, as they stand, one row a line. Every later reading is of that file, whatever the format was.
 */
export class Intake {
  private readonly issues: Issue[] = [];
  private readonly columns: ColumnInFile[] = [];
  /** Known from the header on; of JSON Lines from the first rows on. */
  private kind: FileKind | null = null;
  private readonly judge: ColumnsJudge;
  private readonly counts: CellCounts[] = [];
  private rows = 0;
  private emptyRows = 0;
  private used: { sheet: string | null; headerRow: number | null } | undefined;
  private readonly reading = this.read();
  private first: readonly TakenRow[] = [];

  /**
   * @param rowsPath where the rows are written
   * @param override the encoding of a column that is not plain ASCII, instead of the judged one
   */
  constructor(
    private readonly table: RawTable,
    private readonly rowsPath: string,
    private readonly override: (header: string) => Encoding | undefined,
    private readonly onProgress: (rows: number) => void,
  ) {
    this.judge = new ColumnsJudge(table.container);
  }

  /**
   * Reads the first rows.
   * @returns how the columns will be judged, where those leave no doubt; it has to be asked of `isAsPresumed` in the end
   */
  async begin(): Promise<Pick<TakenIn, 'kind' | 'columns'> | null> {
    const { value } = await this.reading.next();
    this.first = value ?? [];
    const { kind, table, columns, first } = this;
    // The columns of JSON Lines, and the other sheets of a workbook, are known when all of it is read.
    if (kind === null || table.format !== 'csv' || this.issues.length > 0) return null;
    if (columns.some(({ header }) => this.override(header) !== undefined)) return null;
    const presumed = presumedColumns(columns, first, table.container);
    return presumed && { kind, columns: presumed };
  }

  /** The rows, as they are read; call it after `begin`. */
  async *batches(): AsyncGenerator<readonly TakenRow[]> {
    const { first } = this;
    this.first = [];
    yield first;
    yield* this.reading;
  }

  /** Reads what is left. @throws Problem 422 where the file cannot be read */
  async end(): Promise<TakenIn> {
    for await (const _ of this.reading) continue;
    const { used, issues, rows, emptyRows } = this;
    if (used === undefined)
      throw new Problem(422, 'import_no_header', { params: { columns: IMPORT_FIELDS.join(', ') } });
    const kind = this.kind ?? 'services';
    for (const field of KINDS[kind].required) {
      if (!this.columns.some((column) => column.field === field))
        issues.push(problemOf('column_missing', used.headerRow, null, { field }));
    }
    return { ...used, kind, columns: this.judged(), rows, emptyRows, issues };
  }

  async close(): Promise<void> {
    await this.reading.return(undefined);
  }

  private async *read(): AsyncGenerator<readonly TakenRow[], undefined> {
    const out = await LineFile.create(this.rowsPath);
    try {
      for await (const sheet of this.table.sheets()) {
        const isUsed = this.used !== undefined;
        if (!isUsed) {
          for await (const taken of this.readSheet(sheet)) {
            await out.write(taken.map(lineOfRow).join(''));
            yield taken;
            await nextTurn();
          }
        }
        if (isUsed || this.used === undefined) await this.passOver(sheet);
      }
    } finally {
      await out.close();
    }
  }

  private async *readSheet(sheet: RawSheet): AsyncGenerator<TakenRow[]> {
    let header: RawRow | undefined;
    let waiting: RawRow[] = [];
    for await (const batch of sheet.rows) {
      if (sheet.keys) this.learnColumns(sheet.keys, null);
      if (sheet.keys || header) {
        yield this.take(batch);
        continue;
      }
      waiting = [...waiting, ...batch];
      if (waiting.length < ROWS_BEFORE_DATA) continue;
      header = headerAmong(waiting);
      if (!header) break;
      yield this.take(this.behind(header, waiting));
    }
    if (sheet.keys) {
      if (kindOf(this.columns.map(({ field }) => field)) !== null)
        this.used = { sheet: sheet.name, headerRow: null };
      return;
    }
    if (!header) {
      header = headerAmong(waiting);
      if (header) yield this.take(this.behind(header, waiting));
    }
    if (header) this.used = { sheet: sheet.name, headerRow: header.row };
  }

  /** The rows behind the header, when its columns are learnt. */
  private behind(header: RawRow, rows: readonly RawRow[]): RawRow[] {
    this.learnColumns(header.cells, header.row);
    return rows.filter(({ row }) => row > header.row);
  }

  private learnColumns(headers: readonly string[], row: number | null): void {
    const understoods = headers
      .slice(this.columns.length)
      .map((header) => ({ header, ...understand(header) }));
    this.kind ??= kindOf(understoods.map(({ meaning = null }) => meaning));
    const { fields } = KINDS[this.kind ?? 'services'];
    for (const { header, meaning: found = null, text } of understoods) {
      const meaning = found === null || fields.some((field) => field === found) ? found : 'ignored';
      const shown = (text ?? normaliseLines(header)).slice(0, HEADER_SHOWN);
      const isTwice =
        meaning !== null && meaning !== 'ignored' && this.columns.some(({ field }) => field === meaning);
      if (isTwice) this.issues.push(problemOf('column_twice', row, shown, { field: meaning }));
      const field = meaning === 'ignored' || isTwice ? null : meaning;
      this.columns.push({ header: shown, field, ignored: meaning === 'ignored' || isTwice });
      const at = this.counts.length;
      this.counts.push(new CellCounts((cell, times) => this.judge.addCell(at, cell, times)));
    }
  }

  private take(batch: readonly RawRow[]): TakenRow[] {
    const taken: TakenRow[] = [];
    for (const { row, cells, fault } of batch) {
      if (fault) this.issues.push(problemOf(fault, row, null));
      if (cells.every((cell) => cell.trim() === '')) {
        if (!fault) this.emptyRows += 1;
        continue;
      }
      if ((this.rows += 1) > ROW_LIMIT)
        throw new Problem(422, 'import_too_many_rows', { params: { limit: ROW_LIMIT } });
      taken.push(this.keep(row, cells));
    }
    this.onProgress(this.rows);
    return taken;
  }

  /** The cells that mean something, behind the number of their row. */
  private keep(row: number, cells: readonly string[]): TakenRow {
    const kept: [number, ...string[]] = [row];
    for (let at = 0; at < this.columns.length; at += 1) {
      const cell = this.columns[at]!.field === null ? '' : (cells[at] ?? '');
      kept.push(cell);
      if (cell !== '') this.counts[at]!.add(cell);
    }
    return kept;
  }

  private judged(): ImportColumn[] {
    for (const counts of this.counts) counts.finish();
    const judgements = this.judge.finish();
    const { container } = this.table;
    return this.columns.map((column, at) => {
      const found = judgements[at] ?? plainColumn(container);
      const wanted = found.encoding === 'ascii' ? undefined : this.override(column.header);
      const judgement = wanted ? overridden(found, inLayout(wanted, container)) : found;
      const { encoding, confidence } = judgement;
      if (column.field !== null && confidence < SURE) {
        this.issues.push({
          ...problemOf('encoding_unsure', null, column.header, { encoding, confidence }),
          kind: 'warning',
          needsConfirmation: true,
        });
      }
      return { ...column, ...judgement };
    });
  }

  private async passOver({ name, rows }: RawSheet): Promise<void> {
    // Read to its end even so: the next sheet comes after it in the stream.
    for await (const batch of rows) if (batch.length === 0) break;
    if (name === null) return;
    const issue = problemOf('sheet_not_read', null, null, { sheet: name });
    this.issues.push({ ...issue, kind: 'warning' });
  }
}

function overridden(
  judgement: Omit<ImportColumn, 'header' | 'field' | 'ignored'>,
  encoding: Encoding,
): Omit<ImportColumn, 'header' | 'field' | 'ignored'> {
  const samples = judgement.samples.map(({ raw }) => ({ raw, decoded: decodeCell(raw, encoding) }));
  return { ...judgement, encoding, confidence: 1, samples };
}

function problemOf(
  code: Issue['code'],
  row: number | null,
  column: string | null,
  params: Issue['params'] = {},
): Issue {
  return { kind: 'error', code, row, column, value: null, params, needsConfirmation: false };
}
