import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Unit } from '../database/unit.js';
import { type DayCount, movedCounts } from '../domain/day-counts.js';
import { type CellOfAnyField, cellOf, IS_CELL, nameOf } from './coverage-cells.js';
import {
  PastCellTable,
  type PastCountRow,
  PastCountTable,
  type ServiceStateRow,
} from './publication.table.js';

/** Of a stretch of a service's history, what counts. */
export type CountedStretch = CellOfAnyField & Pick<ServiceStateRow, 'validFrom' | 'validTo'>;

interface MovedCell {
  key: CellOfAnyField;
  /** By how much the number of each day from this one on is more, or less. */
  moves: Map<string, number>;
}

/**
 * Moves of the counts of all days in one transaction, which keep them in step with the history as known now. They are gathered and written at
 * its end: a load of the province moves each of its thousand cells on many days.
 */
export class PastMoves {
  private readonly cells = new Map<string, MovedCell>();

  /** Takes out stretches, and adds those that come in their place. */
  add(gone: readonly CountedStretch[], come: readonly CountedStretch[]): void {
    for (const stretch of gone) this.move(stretch, -1);
    for (const stretch of come) this.move(stretch, 1);
  }

  /** Adds to what the counts are now. */
  async write(unit: Unit): Promise<void> {
    const moved = [...this.cells.values()].flatMap(({ key, moves }) => {
      const left = new Map([...moves].filter(([, by]) => by !== 0));
      return left.size === 0 ? [] : [{ key, moves: left }];
    });
    for (let from = 0; from < moved.length; from += CELLS_AT_ONCE) {
      if (from > 0) await nextTurn();
      await writeCells(unit, moved.slice(from, from + CELLS_AT_ONCE));
    }
  }

  private move(stretch: CountedStretch, by: number): void {
    const name = nameOf(stretch);
    let cell = this.cells.get(name);
    if (!cell) this.cells.set(name, (cell = { key: cellOf(stretch), moves: new Map() }));
    const { moves } = cell;
    moves.set(stretch.validFrom, (moves.get(stretch.validFrom) ?? 0) + by);
    moves.set(stretch.validTo, (moves.get(stretch.validTo) ?? 0) - by);
  }
}

const CELLS_AT_ONCE = 200;

async function writeCells(unit: Unit, cells: readonly MovedCell[]): Promise<void> {
  const standing = await Promise.all(cells.map((cell) => standingOf(unit, cell)));
  const ids = await withNewCells(unit, cells, standing);
  const add: PastCountRow[] = [];
  const change: PastCountRow[] = [];
  const remove: PastCountRow[] = [];
  for (const [i, { moves }] of cells.entries()) {
    const moved = movedCounts(standing[i]!.counts, moves);
    const rowsOf = (counts: readonly DayCount[]) => counts.map((count) => ({ cellId: ids[i]!, ...count }));
    add.push(...rowsOf(moved.add));
    change.push(...rowsOf(moved.change));
    remove.push(...rowsOf(moved.remove));
  }
  await Promise.all([
    unit.insertMany(PastCountTable, add),
    unit.updateMany(PastCountTable, ['n'], change),
    ...remove.map(({ cellId, fromDay }) => unit.run(TAKE_OUT, { cellId, fromDay })),
  ]);
}

const TAKE_OUT = 'DELETE FROM past_count WHERE cell_id = :cellId AND from_day = :fromDay';

/** The cell, and its counts from the last before the first move on. A cell that has none answers one row without a day. */
const STANDING = `SELECT c.id, d.from_day AS "fromDay", d.n
  FROM past_cell c
  LEFT JOIN past_count d ON d.cell_id = c.id
    AND d.from_day >= COALESCE((SELECT MAX(l.from_day) FROM past_count l WHERE l.cell_id = c.id AND l.from_day < :first), '')
  WHERE ${IS_CELL}
  ORDER BY d.from_day`;

interface StandingCell {
  id: number | undefined;
  counts: DayCount[];
}

async function standingOf(unit: Unit, { key, moves }: MovedCell): Promise<StandingCell> {
  const first = [...moves.keys()].reduce((least, day) => (day < least ? day : least));
  const rows = await unit.all<DayCount & { id: number; fromDay: string | null }>(STANDING, { ...key, first });
  return {
    id: rows[0]?.id,
    counts: rows.flatMap(({ fromDay, n }) => (fromDay === null ? [] : [{ fromDay, n }])),
  };
}

/** @returns the id of each cell; one that was not there is made */
async function withNewCells(
  unit: Unit,
  cells: readonly MovedCell[],
  standing: readonly StandingCell[],
): Promise<number[]> {
  const isNew = ({ id }: StandingCell) => id === undefined;
  let last = standing.some(isNew)
    ? (await unit.get<{ last: number }>('SELECT COALESCE(MAX(id), 0) AS last FROM past_cell'))!.last
    : 0;
  const ids = standing.map(({ id }) => id ?? ++last);
  const made = cells.flatMap(({ key }, i) => (isNew(standing[i]!) ? [{ id: ids[i]!, ...key }] : []));
  await unit.insertMany(PastCellTable, made);
  return ids;
}
