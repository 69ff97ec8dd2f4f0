import { inList, perEngine } from '../database/sql.js';
import type { Unit } from '../database/unit.js';
import { type CellMoves, isSameCell } from './coverage-cells.js';
import { type PublishedServiceRow, PublishedServiceTable } from './publication.table.js';

const PROPERTIES = [
  'agencyCode',
  'procedureCode',
  'fieldCode',
  'level',
  'basis',
  'declaredLevel',
  'verifiedLevel',
  'hasForms',
  'demonstration',
  'updatedAt',
  'changeSeq',
] as const satisfies readonly (keyof PublishedServiceRow)[];

type ListProperty = (typeof PROPERTIES)[number];

/**
 * Takes services out of today's list and brings the rows of others into it or up to date; how its counts move is noted. Of a row
 * that is there only what differs is written: most of the list's indexes then stay as they are.
 */
export async function rewriteList(
  unit: Unit,
  leaving: readonly string[],
  rows: readonly PublishedServiceRow[],
  moves: CellMoves,
): Promise<void> {
  const listed = await listedRows(unit, [...leaving, ...rows.map((row) => row.serviceId)]);
  countAnew(moves, listed, rows);
  if (leaving.length > 0) await unit.run(TAKE_OUT(unit.engine), { ids: JSON.stringify(leaving) });
  const fresh: PublishedServiceRow[] = [];
  const moved = new Map<string, { properties: ListProperty[]; rows: PublishedServiceRow[] }>();
  for (const row of rows) {
    const old = listed.get(row.serviceId);
    if (!old) {
      fresh.push(row);
      continue;
    }
    const properties = PROPERTIES.filter((property) => row[property] !== old[property]);
    const name = properties.join();
    const alike = moved.get(name);
    if (alike) alike.rows.push(row);
    else moved.set(name, { properties, rows: [row] });
  }
  for (const alike of moved.values())
    await unit.updateMany(PublishedServiceTable, alike.properties, alike.rows);
  await unit.insertMany(PublishedServiceTable, fresh);
}

/** Most changes of a service leave it where it counts. */
function countAnew(
  moves: CellMoves,
  listed: ReadonlyMap<string, PublishedServiceRow>,
  rows: readonly PublishedServiceRow[],
): void {
  const gone = new Map(listed);
  const come: PublishedServiceRow[] = [];
  for (const row of rows) {
    const old = gone.get(row.serviceId);
    if (old && isSameCell(old, row)) gone.delete(row.serviceId);
    else come.push(row);
  }
  moves.add(gone.values(), come);
}

const TAKE_OUT = perEngine(
  (engine) => `DELETE FROM published_service WHERE service_id IN ${inList(engine, 'ids')}`,
);

const LISTED = perEngine(
  (
    engine,
  ) => `SELECT service_id AS "serviceId", agency_code AS "agencyCode", procedure_code AS "procedureCode",
     field_code AS "fieldCode", level, basis, declared_level AS "declaredLevel", verified_level AS "verifiedLevel",
     has_forms AS "hasForms", demonstration, updated_at AS "updatedAt", change_seq AS "changeSeq"
   FROM published_service WHERE service_id IN ${inList(engine, 'ids')}`,
);

async function listedRows(unit: Unit, ids: readonly string[]): Promise<Map<string, PublishedServiceRow>> {
  if (ids.length === 0) return new Map();
  const rows = await unit.all<PublishedServiceRow>(LISTED(unit.engine), { ids: JSON.stringify(ids) });
  return new Map(rows.map((row) => [row.serviceId, row]));
}
