import type { Unit } from '../database/unit.js';
import type { CoverageCellRow, PublishedServiceRow } from './publication.table.js';
import type { ServiceSelection } from './service-filter.js';

type CellKey = Omit<CoverageCellRow, 'n'>;

const KEY_COLUMNS = `field_code, agency_code, level, basis, declared_level, verified_level, has_forms, demonstration`;
/** Stands for all fields together, so that a report by agency adds up few cells. */
export const ALL_FIELDS = '';

/**
 * A selection whose every condition is one on cells, counted from them: the table, what to add up, and the conditions with the one by which no
 * service counts twice.
 */
export function countedInCells({ conditions, params }: ServiceSelection): {
  from: string;
  count: string;
  conditions: string[];
} {
  // The cells hold every service under its field and under all fields: a condition on the field chooses already.
  const all = params['field'] === undefined ? [`s.field_code = '${ALL_FIELDS}'`] : [];
  return { from: 'coverage_cell s', count: 'COALESCE(SUM(s.n), 0)', conditions: [...all, ...conditions] };
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
      const name = Object.values(key).join('\n');
      const found = moves.get(name);
      if (found) found.by += by;
      else moves.set(name, { key, by });
    }
  };
  for (const row of gone) move(row, -1);
  for (const row of come) move(row, 1);
  for (const { key, by } of moves.values()) {
    if (by === 0) continue;
    const changed = (await unit.run(MOVE, { ...key, by })) > 0;
    if (!changed) {
      await unit.run(ADD, { ...key, by });
    }
    if (by < 0) await unit.run(CLEAR, { ...key });
  }
}

const KEY_VALUES =
  ':fieldCode, :agencyCode, :level, :basis, :declaredLevel, :verifiedLevel, :hasForms, :demonstration';
const WHERE_KEY = `field_code = :fieldCode AND agency_code = :agencyCode AND level = :level AND basis = :basis
  AND declared_level = :declaredLevel AND verified_level = :verifiedLevel AND has_forms = :hasForms
  AND demonstration = :demonstration`;
const MOVE = `UPDATE coverage_cell SET n = n + :by WHERE ${WHERE_KEY}`;
const ADD = `INSERT INTO coverage_cell (${KEY_COLUMNS}, n) VALUES (${KEY_VALUES}, :by)`;
const CLEAR = `DELETE FROM coverage_cell WHERE n = 0 AND ${WHERE_KEY}`;

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
