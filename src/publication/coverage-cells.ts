import { inList, perEngine } from '../database/sql.js';
import type { Unit } from '../database/unit.js';
import { type CoverageCellRow, CoverageCellTable, type PublishedServiceRow } from './publication.table.js';
import type { ServiceSelection } from './service-filter.js';

type CellKey = Omit<CoverageCellRow, 'n'>;

/** Stands for all fields together, so that a report by agency adds up few cells. */
export const ALL_FIELDS = '';

/**
 * A selection whose every condition is one on cells, counted from them: the table, what to add up, and the conditions with the one by which no
 * service counts twice.
 */
export function countedInCells({ conditions, params }: ServiceSelection): {
  from: string;
  count: string;
  each: string;
  conditions: string[];
} {
  // The cells hold every service under its field and under all fields: a condition on the field chooses already.
  const all = params['field'] === undefined ? [`s.field_code = '${ALL_FIELDS}'`] : [];
  return {
    from: 'coverage_cell s',
    count: 'COALESCE(SUM(s.n), 0)',
    each: 's.n',
    conditions: [...all, ...conditions],
  };
}

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

  /** Adds to what the cells hold now, with as many statements for a thousand cells as for one. */
  async write(unit: Unit): Promise<void> {
    const moves = [...this.moves.values()].filter(({ by }) => by !== 0);
    if (moves.length === 0) return;
    const list = (name: 'fieldCode' | 'agencyCode') =>
      JSON.stringify([...new Set(moves.map(({ key }) => key[name]))]);
    const concerned = { fields: list('fieldCode'), agencies: list('agencyCode') };
    const rows = await unit.all<CoverageCellRow>(
      `SELECT ${CELL} FROM coverage_cell WHERE ${CONCERNED(unit.engine)}`,
      concerned,
    );
    const held = new Map(rows.map((row) => [nameOf(row), row.n]));
    const added: CoverageCellRow[] = [];
    const changed: CoverageCellRow[] = [];
    for (const { key, by } of moves) {
      const n = held.get(nameOf(key));
      if (n === undefined) added.push({ ...key, n: by });
      else changed.push({ ...key, n: n + by });
    }
    await unit.insertMany(CoverageCellTable, added);
    await unit.updateMany(CoverageCellTable, ['n'], changed);
    if (changed.some(({ n }) => n === 0))
      await unit.run(`DELETE FROM coverage_cell WHERE n = 0 AND ${CONCERNED(unit.engine)}`, concerned);
  }

  private move(row: CellKey, by: number): void {
    for (const fieldCode of [row.fieldCode, ALL_FIELDS]) {
      const key = keyOf(row, fieldCode);
      const name = nameOf(key);
      const found = this.moves.get(name);
      if (found) found.by += by;
      else this.moves.set(name, { key, by });
    }
  }
}

const CONCERNED = perEngine(
  (engine) => `field_code IN ${inList(engine, 'fields')} AND agency_code IN ${inList(engine, 'agencies')}`,
);

const CELL = `field_code AS "fieldCode", agency_code AS "agencyCode", level, basis, declared_level AS "declaredLevel",
  verified_level AS "verifiedLevel", has_forms AS "hasForms", demonstration, n`;

function nameOf(key: CellKey): string {
  return [
    key.fieldCode,
    key.agencyCode,
    key.level,
    key.basis,
    key.declaredLevel,
    key.verifiedLevel,
    key.hasForms,
    key.demonstration,
  ].join('\n');
}

function keyOf(row: CellKey, fieldCode: string): CellKey {
  return {
    fieldCode,
    agencyCode: row.agencyCode,
    level: row.level,
    basis: row.basis,
    declaredLevel: row.declaredLevel,
    verifiedLevel: row.verifiedLevel,
    hasForms: row.hasForms,
    demonstration: row.demonstration,
  };
}
