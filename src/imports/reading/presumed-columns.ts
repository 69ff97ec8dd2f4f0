import type { Container } from '../encoding/encodings.js';
import { isSoundUnicode, judgeColumns } from '../encoding/judge-columns.js';
import type { Issue } from '../rows/issue.js';
import type { ColumnInFile, ImportColumn } from './import-column.js';
import type { TakenRow } from './taken-row.js';

/**
 * Columns of sound Unicode, where the first rows show nothing else, as in nearly every file of today: what can be done with the rows
 * while they are read need not wait for the last of them.
 */
export function presumedColumns(
  columns: readonly ColumnInFile[],
  rows: readonly TakenRow[],
  container: Container,
): ImportColumn[] | null {
  const judged = judgeColumns(
    rows.map(([, ...cells]) => cells),
    container,
  );
  if (container === '8bit' || !judged.every(isSoundUnicode)) return null;
  return columns.map((column) => ({
    ...column,
    encoding: 'utf-8',
    confidence: 1,
    samples: [],
    alternatives: [],
  }));
}

/** Whether a file that was read as presumed has turned out to be so. */
export function isAsPresumed({
  columns,
  issues,
}: {
  columns: readonly ImportColumn[];
  issues: readonly Issue[];
}): boolean {
  return issues.length === 0 && columns.every((column) => column.field === null || isSoundUnicode(column));
}
