import type { Queries } from '../database/reader.js';
import { perList } from '../database/sql.js';
import type { Level } from '../domain/level-scheme/scheme.js';
import { groupBy } from '../domain/group-by.js';
import { type Basis, type Segment, STILL_KNOWN } from '../domain/service-timeline.js';
import type { ChangeRow } from './publication.table.js';

/** The last change of a service that the feed holds, without what it published. */
export interface LastChange {
  version: number;
  at: string;
  op: ChangeRow['op'];
}

/** `doc` is null where the service left the list. */
export interface PublishedBefore extends LastChange {
  doc: string | null;
}

const last = (columns: string) =>
  perList(
    'ids',
    (ids) => `SELECT c.service_id, c.version, c.at, c.op${columns} FROM change c
     JOIN (SELECT service_id, MAX(seq) AS seq FROM change WHERE service_id IN ${ids}
           GROUP BY service_id) last ON last.seq = c.seq`,
  );
const LAST = last('');
const LAST_WITH_DOC = last(', c.doc');

/** The last published change of each service named that ever was published. */
export async function publishedBefore(
  queries: Queries,
  ids: readonly string[],
): Promise<Map<string, PublishedBefore>> {
  return byService(await queries.all<PublishedBefore & OfService>(...LAST_WITH_DOC(queries.engine, ids)));
}

/** The same without the documents, which are most of what there is to read. */
export async function lastChanges(
  queries: Queries,
  ids: readonly string[],
): Promise<Map<string, LastChange>> {
  return byService(await queries.all<LastChange & OfService>(...LAST(queries.engine, ids)));
}

interface OfService {
  service_id: string;
}

function byService<Row extends OfService>(rows: readonly Row[]): Map<string, Row> {
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
  demonstration: number;
}

/** A stretch of a service's history as it is known. */
export interface KnownSegment {
  segment: Segment;
  knownFrom: string;
  demonstration: boolean;
}

const KNOWN = perList(
  'ids',
  (
    ids,
  ) => `SELECT service_id, known_from, valid_from, valid_to, version_no, field_code, has_forms, level, basis,
            declared_level, verified_level, verification_no, level_since, demonstration
     FROM service_state WHERE known_to = :stillKnown AND service_id IN ${ids}
     ORDER BY service_id, valid_from`,
);

/** The history that the catalogue holds to be true now, by service. */
export async function segmentsKnown(
  queries: Queries,
  ids: readonly string[],
): Promise<Map<string, KnownSegment[]>> {
  const [sql, params] = KNOWN(queries.engine, ids);
  const rows = await queries.all<StateRow>(sql, { ...params, stillKnown: STILL_KNOWN });
  const known = rows.map((row) => ({
    serviceId: row.service_id,
    knownFrom: row.known_from,
    demonstration: row.demonstration === 1,
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
