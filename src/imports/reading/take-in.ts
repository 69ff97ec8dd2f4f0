import { setImmediate as nextTurn } from 'node:timers/promises';
import { Problem } from '../../http/problem.js';
import { normaliseLines } from '../../domain/text/fold.js';
import { decodeCell } from '../encoding/decode.js';
import type { Encoding } from '../encoding/encodings.js';
import { ColumnsJudge, SURE } from '../encoding/judge-columns.js';
import type { Issue } from '../rows/issue.js';
import { CellCounts } from './cell-counts.js';
import { type FileKind, kindOf, KINDS } from './file-kind.js';
import { headerAmong, ROWS_BEFORE_DATA } from './header-row.js';
import { IMPORT_FIELDS, type ImportField, understand } from './import-fields.js';
import { LineFile } from './line-file.js';
import { type RawRow, type RawSheet, type RawTable, ROW_LIMIT } from './raw-table.js';

export interface ImportColumn {
  header: string;
  /** Null where the header is not understood or names what the catalogue works out itself. */
  field: ImportField | null;
  /** Known, and not read on purpose. */
  ignored: boolean;
  encoding: Encoding;
  /** 0 to 1. */
  confidence: number;
  samples: { raw: string; decoded: string }[];
  alternatives: { encoding: Encoding; confidence: number; sample: string }[];
}

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
 * @param override the encoding of a column that is not plain ASCII, instead of the judged one
 */
export async function takeIn(
  table: RawTable,
  rowsPath: string,
  override: (header: string) => Encoding | undefined,
  onProgress: (rows: number) => void,
): Promise<TakenIn> {
  const out = await LineFile.create(rowsPath);
  try {
    return await new Intake(table, override, out, onProgress).read();
  } finally {
    await out.close();
  }
}

class Intake {
  private readonly issues: Issue[] = [];
  private readonly columns: { header: string; field: ImportField | null; ignored: boolean }[] = [];
  /** Known from the header on; of JSON Lines from the first rows on. */
  private kind: FileKind | null = null;
  private readonly judge: ColumnsJudge;
  private readonly counts: CellCounts[] = [];
  private rows = 0;
  private emptyRows = 0;

  constructor(
    private readonly table: RawTable,
    private readonly override: (header: string) => Encoding | undefined,
    private readonly out: LineFile,
    private readonly onProgress: (rows: number) => void,
  ) {
    this.judge = new ColumnsJudge(table.container);
  }

  async read(): Promise<TakenIn> {
    let used: { sheet: string | null; headerRow: number | null } | undefined;
    for await (const sheet of this.table.sheets()) {
      const before = used;
      used ??= await this.readSheet(sheet);
      if (before !== undefined || used === undefined) await this.passOver(sheet);
    }
    if (used === undefined)
      throw new Problem(422, 'import_no_header', { params: { columns: IMPORT_FIELDS.join(', ') } });
    const kind = this.kind ?? 'services';
    for (const field of KINDS[kind].required) {
      if (!this.columns.some((column) => column.field === field))
        this.issues.push(problemOf('column_missing', used.headerRow, null, { field }));
    }
    return {
      ...used,
      kind,
      columns: this.judged(),
      rows: this.rows,
      emptyRows: this.emptyRows,
      issues: this.issues,
    };
  }

  private async readSheet(
    sheet: RawSheet,
  ): Promise<{ sheet: string | null; headerRow: number | null } | undefined> {
    let header: RawRow | undefined;
    let waiting: RawRow[] = [];
    for await (const batch of sheet.rows) {
      if (sheet.keys) {
        this.learnColumns(sheet.keys, null);
        await this.takeRows(batch);
        continue;
      }
      if (header) {
        await this.takeRows(batch);
        continue;
      }
      waiting = [...waiting, ...batch];
      if (waiting.length < ROWS_BEFORE_DATA) continue;
      header = await this.begin(waiting);
      if (!header) break;
    }
    if (sheet.keys)
      return kindOf(this.columns.map(({ field }) => field)) === null
        ? undefined
        : { sheet: sheet.name, headerRow: null };
    header ??= await this.begin(waiting);
    return header && { sheet: sheet.name, headerRow: header.row };
  }

  private async begin(waiting: RawRow[]): Promise<RawRow | undefined> {
    const header = headerAmong(waiting);
    if (!header) return undefined;
    this.learnColumns(header.cells, header.row);
    await this.takeRows(waiting.filter(({ row }) => row > header.row));
    return header;
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

  private async takeRows(batch: RawRow[]): Promise<void> {
    let lines = '';
    for (const { row, cells, fault } of batch) {
      if (fault) this.issues.push(problemOf(fault, row, null));
      if (cells.every((cell) => cell.trim() === '')) {
        if (!fault) this.emptyRows += 1;
        continue;
      }
      if ((this.rows += 1) > ROW_LIMIT)
        throw new Problem(422, 'import_too_many_rows', { params: { limit: ROW_LIMIT } });
      lines += `${JSON.stringify(this.keep(row, cells))}\n`;
    }
    this.onProgress(this.rows);
    await this.out.write(lines);
    await nextTurn();
  }

  /** The cells that mean something, behind the number of their row. */
  private keep(row: number, cells: readonly string[]): (number | string)[] {
    const kept: (number | string)[] = [row];
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
    return this.columns.map((column, at) => {
      const found = judgements[at] ?? { encoding: 'ascii', confidence: 1, samples: [], alternatives: [] };
      const wanted = found.encoding === 'ascii' ? undefined : this.override(column.header);
      const judgement = wanted ? overridden(found, wanted) : found;
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
