import { kindOf } from './file-kind.js';
import { meaningOf } from './import-fields.js';
import type { RawRow } from './raw-table.js';

/** Rows at the top of a sheet among which the header is looked for: titles and merged group headers come before it. */
export const ROWS_BEFORE_DATA = 50;

/** The row in which most columns are understood, where they make a kind of file. */
export function headerAmong(rows: readonly RawRow[]): RawRow | undefined {
  let best: RawRow | undefined;
  let most = 0;
  for (const row of rows.slice(0, ROWS_BEFORE_DATA)) {
    const meanings = row.cells.map(meaningOf).filter((meaning) => meaning !== null);
    // Two columns at least: a title such as "Thủ tục hành chính" alone in its row is no header.
    if (new Set(meanings).size < 2 || new Set(meanings).size <= most || kindOf(meanings) === null) continue;
    best = row;
    most = new Set(meanings).size;
  }
  return best;
}
