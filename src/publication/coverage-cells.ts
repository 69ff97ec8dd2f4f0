import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Unit } from '../database/unit.js';
import { type CoverageCellRow, CoverageCellTable, type PublishedServiceRow } from './publication.table.js';

type CellKey = Omit<CoverageCellRow, 'n'>;
/** What past days tell apart, too. */
export type CellOfAnyField = Omit<CellKey, 'fieldCode'>;

export const CELL_COLUMNS =
  'agency_code, level, basis, declared_level, verified_level, has_forms, demonstration';

/** Of a cell, but for its field; its parameters are a `CellOfAnyField`. */
export const IS_CELL = `agency_code = :agencyCode AND level = :level AND basis = :basis AND declared_level = :declaredLevel
  AND verified_level = :verifiedLevel AND has_forms = :hasForms AND demonstration = :demonstration`;

/** Stands for all fields together, so that a report by agency adds up few cells. */
export const ALL_FIELDS = '';

/** Whether both rows count in the same cells. */
export function isSameCell(a: CellKey, b: CellKey): boolean {
  return (
    a.fieldCode === b.fieldCode &&
    a.agencyCode === b.agencyCode &&
    a.level === b.level &&
    a.basis === b.basis &&
    a.declaredLevel === b.declaredLevel &&
    a.verifiedLevel === b.verifiedLevel &&
    a.hasForms === b.hasForms &&
    a.demonstration === b.demonstration
  );
}

/**
 * Moves of the counts in one transaction, which keep them in step with the published list. They are gathered and written at its end:
 * a load of the province moves each of its thousands of cells many times.
 */
export class CellMoves {
  private readonly moves = new Map<string, { key: CellKey; by: number }>();

  /** Takes out rows, and adds those that come in their place. */
  add(gone: Iterable<PublishedServiceRow>, come: Iterable<PublishedServiceRow>): void {
    for (const row of gone) this.move(row, -1);
    for (const row of come) this.move(row, 1);
  }

  /** Adds to what the cells hold now. */
  async write(unit: Unit): Promise<void> {
    const moves = [...this.moves.values()].filter(({ by }) => by !== 0);
    for (let from = 0; from < moves.length; from += CELLS_AT_ONCE) {
      if (from > 0) await nextTurn();
      await Promise.all(
        moves.slice(from, from + CELLS_AT_ONCE).map(({ key, by }) => moveCell(unit, key, by)),
      );
    }
  }

  private move(row: CellKey, by: number): void {
    const rest = nameOf(row);
    for (const fieldCode of [row.fieldCode, ALL_FIELDS]) {
      const name = `${fieldCode}\n${rest}`;
      const found = this.moves.get(name);
      if (found) found.by += by;
      else this.moves.set(name, { key: { fieldCode, ...cellOf(row) }, by });
    }
  }
}

const CELLS_AT_ONCE = 500;

const THE_CELL = `field_code = :fieldCode AND ${IS_CELL}`;

const MOVE = `UPDATE coverage_cell SET n = n + :by WHERE ${THE_CELL} RETURNING n`;
const TAKE_OUT = `DELETE FROM coverage_cell WHERE ${THE_CELL} AND n = 0`;

async function moveCell(unit: Unit, key: CellKey, by: number): Promise<void> {
  const cell = await unit.get<{ n: number }>(MOVE, { ...key, by });
  if (!cell) await unit.insertMany(CoverageCellTable, [{ ...key, n: by }]);
  else if (cell.n === 0) await unit.run(TAKE_OUT, { ...key });
}

/** Of a cell, but for its field. */
export function nameOf(key: CellOfAnyField): string {
  const { agencyCode, level, basis, declaredLevel, verifiedLevel, hasForms, demonstration } = key;
  return `${agencyCode}\n${level}\n${basis}\n${declaredLevel}\n${verifiedLevel}\n${hasForms}\n${demonstration}`;
}

/** Named one by one: a key that was made by copying a row would be bound with all of it. */
export function cellOf(row: CellOfAnyField): CellOfAnyField {
  return {
    agencyCode: row.agencyCode,
    level: row.level,
    basis: row.basis,
    declaredLevel: row.declaredLevel,
    verifiedLevel: row.verifiedLevel,
    hasForms: row.hasForms,
    demonstration: row.demonstration,
  };
}
