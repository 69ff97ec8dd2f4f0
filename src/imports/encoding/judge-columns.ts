import { ColumnEvidence, type ColumnJudgement } from './column-evidence.js';
import { type Container, type Encoding, inLayout, isUnicode } from './encodings.js';

/** Below this confidence a column must be confirmed by a person. */
export const SURE = 0.9;

/** Whether the cells of a column are surely what they look like. */
export function isSoundUnicode({
  encoding,
  confidence,
}: Pick<ColumnJudgement, 'encoding' | 'confidence'>): boolean {
  return confidence >= SURE && isUnicode(encoding);
}

/**
 * Judges each column over the whole file. A column with too little text to tell leans to what the other columns of the
 * file are in, and says by its confidence that it did.
 */
export class ColumnsJudge {
  private readonly columns: ColumnEvidence[] = [];

  constructor(private readonly container: Container) {}

  addRow(cells: readonly string[]): void {
    cells.forEach((cell, at) => this.addCell(at, cell, 1));
  }

  addCell(at: number, cell: string, times: number): void {
    for (let missing = this.columns.length; missing <= at; missing++) this.columns.push(new ColumnEvidence());
    this.columns[at]?.add(cell, times);
  }

  finish(): ColumnJudgement[] {
    const alone = this.columns.map((column) => this.judge(column, new Set()));
    return alone.map((own, at) => {
      const column = this.columns[at];
      if (!column || own.confidence >= SURE) return own;
      const sure = alone.filter(
        (other, where) => where !== at && other.confidence >= SURE && !this.columns[where]!.isAscii,
      );
      return this.judge(column, new Set(sure.map((other) => composedKind(other.encoding))));
    });
  }

  private judge(column: ColumnEvidence, alike: ReadonlySet<Encoding>): ColumnJudgement {
    if (column.isAscii) return plainColumn(this.container);
    return column.judgement(this.container, alike);
  }
}

/** A column that every encoding writes alike. */
export function plainColumn(container: Container): ColumnJudgement {
  return { encoding: inLayout('ascii', container), confidence: 1, samples: [], alternatives: [] };
}

function composedKind(encoding: Encoding): Encoding {
  return isUnicode(encoding) ? 'utf-8' : encoding;
}

export function judgeColumns(rows: Iterable<readonly string[]>, container: Container): ColumnJudgement[] {
  const judge = new ColumnsJudge(container);
  for (const row of rows) judge.addRow(row);
  return judge.finish();
}
