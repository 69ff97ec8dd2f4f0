import { perList } from '../database/sql.js';
import type { Queries } from '../database/reader.js';
import { groupBy } from '../domain/group-by.js';
import type { Settlement, UpstreamChange } from '../domain/upstream-change.js';

interface ChangeRow {
  service_id: string;
  version_no: number;
  from_version_no: number;
  effective_from: string;
  recorded_at: string;
  settled_at: string | null;
  settled_how: Settlement | null;
}

const FLAGGED = perList(
  'ids',
  (
    ids,
  ) => `SELECT service_id, version_no, from_version_no, effective_from, recorded_at, settled_at, settled_how
     FROM upstream_change WHERE recorded_at <= :knownAt AND service_id IN ${ids}
     ORDER BY service_id, version_no`,
);

/** New versions of their procedure that the services named were flagged with, by service and version, as known then. */
export async function upstreamChangesOf(
  queries: Queries,
  ids: readonly string[],
  knownAt: string,
): Promise<Map<string, UpstreamChange[]>> {
  const [sql, params] = FLAGGED(queries.engine, ids);
  const rows = await queries.all<ChangeRow>(sql, { ...params, knownAt });
  const byService = groupBy(rows, (row) => row.service_id);
  return new Map([...byService].map(([id, found]) => [id, found.map((row) => changeOf(row, knownAt))]));
}

function changeOf(row: ChangeRow, knownAt: string): UpstreamChange {
  const isSettled = row.settled_at !== null && row.settled_at <= knownAt;
  return {
    versionNo: row.version_no,
    fromVersionNo: row.from_version_no,
    effectiveFrom: row.effective_from,
    recordedAt: row.recorded_at,
    settledAt: isSettled ? row.settled_at : null,
    settledHow: isSettled ? row.settled_how : null,
  };
}
