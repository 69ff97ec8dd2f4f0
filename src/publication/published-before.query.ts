import type { Queries } from '../database/reader.js';
import { perList } from '../database/sql.js';
import type { Level } from '../domain/level-scheme/scheme.js';
import { groupBy } from '../domain/group-by.js';
import { type Basis, type Segment, STILL_KNOWN } from '../domain/service-timeline.js';

/** The last change of a service that the feed holds; `doc` is null where it left the list. */
export interface PublishedBefore {
  version: number;
  at: string;
  doc: string | null;
}

const LAST = perList(
  'ids',
  (ids) => `SELECT c.service_id, c.version, c.at, c.doc FROM change c
     JOIN (SELECT service_id, MAX(seq) AS seq FROM change WHERE service_id IN ${ids}
           GROUP BY service_id) last ON last.seq = c.seq`,
);

/** The last published change of each service named that ever was published. */
export async function publishedBefore(
  queries: Queries,
  ids: readonly string[],
): Promise<Map<string, PublishedBefore>> {
  const rows = await queries.all<PublishedBefore & { service_id: string }>(...LAST(queries.engine, ids));
  return new Map(rows.map((row) => [row.service_id, row]));
}

interface StateRow {
  service_id: string;
  known_from: string;
  valid_from: string;
  valid_to: string;
  version_no: number;
  field_code: string;
  has_forms: number;
  level: Level | 0;
  basis: Basis;
  declared_level: Level | 0;
  verified_level: Level | 0;
  verification_no: number;
  level_since: string | null;
}

const KNOWN = perList(
  'ids',
  (
    ids,
  ) => `SELECT service_id, known_from, valid_from, valid_to, version_no, field_code, has_forms, level, basis,
            declared_level, verified_level, verification_no, level_since
     FROM service_state WHERE known_to = :stillKnown AND service_id IN ${ids}
     ORDER BY service_id, valid_from`,
);

/** The history that the catalogue holds to be true now, by service. */
export async function segmentsKnown(
  queries: Queries,
  ids: readonly string[],
): Promise<Map<string, { segment: Segment; knownFrom: string }[]>> {
  const [sql, params] = KNOWN(queries.engine, ids);
  const rows = await queries.all<StateRow>(sql, { ...params, stillKnown: STILL_KNOWN });
  const known = rows.map((row) => ({
    serviceId: row.service_id,
    knownFrom: row.known_from,
    segment: segmentOf(row),
  }));
  return groupBy(known, (item) => item.serviceId);
}

function segmentOf(row: StateRow): Segment {
  return {
    from: row.valid_from,
    to: row.valid_to,
    versionNo: row.version_no,
    fieldCode: row.field_code,
    hasForms: row.has_forms === 1,
    level: row.level || null,
    basis: row.basis,
    declaredLevel: row.declared_level || null,
    verifiedLevel: row.verified_level || null,
    verificationNo: row.verification_no || null,
    levelSince: row.level_since,
  };
}
