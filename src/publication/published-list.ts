import { perList } from '../database/sql.js';
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
 * @param listed rows of the list as they are
 */
export async function rewriteList(
  unit: Unit,
  listed: ReadonlyMap<string, PublishedServiceRow>,
  leaving: readonly string[],
  rows: readonly PublishedServiceRow[],
  moves: CellMoves,
): Promise<void> {
  countAnew(moves, listed, leaving, rows);
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
  await Promise.all([
    leaving.length > 0 ? unit.run(...TAKE_OUT(unit.engine, leaving)) : undefined,
    ...[...moved.values()].map((alike) =>
      unit.updateMany(PublishedServiceTable, alike.properties, alike.rows),
    ),
    unit.insertMany(PublishedServiceTable, fresh),
  ]);
}

/** Most changes of a service leave it where it counts. */
function countAnew(
  moves: CellMoves,
  listed: ReadonlyMap<string, PublishedServiceRow>,
  leaving: readonly string[],
  rows: readonly PublishedServiceRow[],
): void {
  const gone = leaving.flatMap((id) => listed.get(id) ?? []);
  const come: PublishedServiceRow[] = [];
  for (const row of rows) {
    const old = listed.get(row.serviceId);
    if (old && isSameCell(old, row)) continue;
    if (old) gone.push(old);
    come.push(row);
  }
  moves.add(gone, come);
}

const TAKE_OUT = perList('ids', (ids) => `DELETE FROM published_service WHERE service_id IN ${ids}`);

const LISTED = perList(
  'ids',
  (ids) => `SELECT service_id AS "serviceId", agency_code AS "agencyCode", procedure_code AS "procedureCode",
     field_code AS "fieldCode", level, basis, declared_level AS "declaredLevel", verified_level AS "verifiedLevel",
     has_forms AS "hasForms", demonstration, updated_at AS "updatedAt", change_seq AS "changeSeq"
   FROM published_service WHERE service_id IN ${ids}`,
);

/** The rows of today's list of the services named that are in it, by service. */
export async function listedRows(
  unit: Unit,
  ids: readonly string[],
): Promise<Map<string, PublishedServiceRow>> {
  const rows = await unit.all<PublishedServiceRow>(...LISTED(unit.engine, ids));
  return new Map(rows.map((row) => [row.serviceId, row]));
}
