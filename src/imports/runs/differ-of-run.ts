import { createReadStream } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Queries } from '../../database/reader.js';
import { addDays } from '../../domain/dates/civil-date.js';
import { levelSchemes } from '../../schemes/level-schemes.query.js';
import type { FileKind } from '../reading/file-kind.js';
import type { ImportColumn } from '../reading/import-column.js';
import { rowOfLine, type TakenRow } from '../reading/taken-row.js';
import { linesOf } from '../reading/text-pieces.js';
import { catalogueIndex } from '../rows/catalogue-index.query.js';
import type { Differ } from '../rows/differ.js';
import type { ReadingContext } from '../rows/service-named.js';
import { RowDiffer } from '../rows/row-differ.js';
import { VolumeDiffer } from '../volumes/volume-differ.js';
import type { RunOptions, RunReport } from './import-run.js';

const ROWS_A_SLICE = 200;
const PIECE = 128 * 1024;
/** From today on: what begins later is a slip of the pen. */
const DAYS_AHEAD = 366;

type DifferOf = (
  queries: Queries,
  columns: readonly ImportColumn[],
  context: ReadingContext,
) => Promise<Differ> | Differ;

const DIFFERS: Record<FileKind, DifferOf> = {
  services: async (queries, columns, context) =>
    new RowDiffer(queries, columns, context, (await levelSchemes(queries)).own),
  volumes: (queries, columns, context) => new VolumeDiffer(queries, columns, context),
};

/** The same differ for the dry run and for the commit. `above`: the agency whose subtree is in reach; null: all. */
export async function differOf(
  queries: Queries,
  { kind, columns }: Pick<RunReport, 'kind' | 'columns'>,
  options: RunOptions,
  above: string | null,
  today: string,
): Promise<Differ> {
  const reach = above === null ? null : await agenciesUnder(queries, above);
  const index = await catalogueIndex(queries, reach);
  const { effectiveFrom: defaultDay, agency: defaultAgency } = options;
  const latestDay = addDays(today, DAYS_AHEAD);
  const context = { index, reach, defaultDay, defaultAgency, today, latestDay, dates: new Map() };
  return DIFFERS[kind](queries, columns, context);
}

async function agenciesUnder(queries: Queries, above: string): Promise<Set<string>> {
  const rows = await queries.all<{ code: string }>(
    `WITH RECURSIVE under (code) AS (
       SELECT code FROM agency WHERE code = :above
       UNION SELECT a.code FROM agency a JOIN under u ON a.parent_code = u.code)
     SELECT code FROM under`,
    { above },
  );
  return new Set(rows.map(({ code }) => code));
}

/** The rows of a file that were taken in, some hundred at once; others are served between. */
export function rowsOf(path: string): AsyncGenerator<TakenRow[]> {
  return inSlices(linesOf(createReadStream(path, { highWaterMark: PIECE })), rowOfLine);
}

/** What comes in batches of any size, some hundred at once; others are served between. */
export async function* inSlices<Item, Made>(
  batches: AsyncIterable<readonly Item[]>,
  make: (item: Item) => Made,
): AsyncGenerator<Made[]> {
  let slice: Made[] = [];
  for await (const batch of batches) {
    for (const item of batch) {
      slice.push(make(item));
      if (slice.length < ROWS_A_SLICE) continue;
      yield slice;
      slice = [];
      await nextTurn();
    }
  }
  if (slice.length > 0) yield slice;
}
