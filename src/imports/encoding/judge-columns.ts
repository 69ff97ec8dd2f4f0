import { ColumnEvidence, type ColumnJudgement } from './column-evidence.js';
import type { Container, Encoding } from './encodings.js';

/** Below this confidence a column must be confirmed by a person. */
export const SURE = 0.9;

/** Encodings in which a cell reads alike. */
const UNICODE: readonly Encoding[] = ['ascii', 'utf-8', 'utf-8-nfd'];

/** Whether the cells of a column are surely what they look like. */
export function isSoundUnicode({
  encoding,
  confidence,
}: Pick<ColumnJudgement, 'encoding' | 'confidence'>): boolean {
  return confidence >= SURE && UNICODE.includes(encoding);
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
        (other, where) => where !== at && other.confidence >= SURE && other.encoding !== 'ascii',
      );
      return this.judge(column, new Set(sure.map((other) => composedKind(other.encoding))));
    });
  }

  private judge(column: ColumnEvidence, alike: ReadonlySet<Encoding>): ColumnJudgement {
    if (column.isAscii) return { encoding: 'ascii', confidence: 1, samples: [], alternatives: [] };
    return column.judgement(this.container, alike);
  }
}

function composedKind(encoding: Encoding): Encoding {
  return encoding === 'utf-8-nfd' ? 'utf-8' : encoding;
}

export function judgeColumns(rows: Iterable<readonly string[]>, container: Container): ColumnJudgement[] {
  const judge = new ColumnsJudge(container);
  for (const row of rows) judge.addRow(row);
  return judge.finish();
}
