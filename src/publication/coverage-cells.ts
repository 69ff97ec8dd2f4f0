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

/** Keeps the counts of the published list in step with it: takes out rows, and adds those that come in their place. */
export async function moveCells(
  unit: Unit,
  gone: readonly PublishedServiceRow[],
  come: readonly PublishedServiceRow[],
): Promise<void> {
  const moves = new Map<string, { key: CellKey; by: number }>();
  const move = (row: CellKey, by: number) => {
    for (const fieldCode of [row.fieldCode, ALL_FIELDS]) {
      const key = keyOf(row, fieldCode);
      const name = nameOf(key);
      const found = moves.get(name);
      if (found) found.by += by;
      else moves.set(name, { key, by });
    }
  };
  for (const row of gone) move(row, -1);
  for (const row of come) move(row, 1);
  await write(
    unit,
    [...moves.values()].filter(({ by }) => by !== 0),
  );
}

const CONCERNED = perEngine(
  (engine) => `field_code IN ${inList(engine, 'fields')} AND agency_code IN ${inList(engine, 'agencies')}`,
);

/** Adds to what the cells hold now, with as many statements for a thousand cells as for one. */
async function write(unit: Unit, moves: readonly { key: CellKey; by: number }[]): Promise<void> {
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
