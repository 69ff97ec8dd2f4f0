import type { Queries } from '../database/reader.js';
import { inList } from '../database/sql.js';
import { canonicalJson } from '../domain/canonical-json.js';
import { startOfDay } from '../domain/dates/civil-date.js';
import type { Level } from '../domain/level-scheme/scheme.js';
import { publishedService } from '../domain/published-service.js';
import { type Basis, STILL_KNOWN } from '../domain/service-timeline.js';
import { levelSchemes } from '../schemes/level-schemes.query.js';
import { partsOf } from './published-parts.js';
import { serviceRecords, versionRecords } from './service-records.query.js';

/** A row of `service_state` on the day asked for. */
export interface StateRow {
  service_id: string;
  procedure_code: string;
  agency_code: string;
  version_no: number;
  published_level: Level | 0;
  basis: Basis;
  declared_level: Level | 0;
  verified_level: Level | 0;
  verification_no: number;
  level_since: string | null;
  known_from: string;
  demonstration: number;
}

/**
 * Services as they were on another day: levels and procedure as of that day, facts as known then. In the order of `rows`;
 * at most some hundred at once.
 * @param day the day that the rows are of
 * @param knownAt instant; left out: as known now
 * @returns canonical JSON of each
 */
export async function pastServices(
  queries: Queries,
  rows: readonly StateRow[],
  day: string,
  knownAt: string = STILL_KNOWN,
): Promise<string[]> {
  const ids = rows.map((row) => row.service_id);
  const schemes = await levelSchemes(queries);
  const records = new Map((await serviceRecords(queries, ids, knownAt)).map((record) => [record.id, record]));
  const procedures = [...new Set(rows.map((row) => row.procedure_code))];
  const versions = await versionRecords(queries, procedures);
  const changes = await changesKnown(queries, ids, knownAt);
  const isOfItsDay = isWithin(day, knownAt);
  return rows.map((row) => {
    const version = versions.get(row.procedure_code)!.find((candidate) => candidate.no === row.version_no)!;
    const state = {
      level: row.published_level || null,
      basis: row.basis,
      declaredLevel: row.declared_level || null,
      verifiedLevel: row.verified_level || null,
      verificationNo: row.verification_no || null,
      levelSince: row.level_since,
    };
    const record = { ...records.get(row.service_id)!, demonstration: row.demonstration === 1 };
    const parts = partsOf(record, version, state, schemes, day);
    const last = changes.get(row.service_id);
    // The list of a day as it was known on that day is the one that was published then, moments of its changes included.
    const updatedAt = isOfItsDay && last ? last.at : row.known_from;
    return canonicalJson(publishedService(parts, updatedAt, last?.version ?? 0));
  });
}

const DAY_MS = 86_400_000;

function isWithin(day: string, instant: string): boolean {
  const start = startOfDay(day);
  return instant >= start.toISOString() && instant < new Date(start.getTime() + DAY_MS).toISOString();
}

/** The number and the moment of the last change that was known of each. */
async function changesKnown(
  queries: Queries,
  ids: readonly string[],
  knownAt: string,
): Promise<Map<string, { version: number; at: string }>> {
  const rows = await queries.all<{ service_id: string; version: number; at: string }>(
    `SELECT service_id, MAX(version) AS version, MAX(at) AS at FROM change
     WHERE at <= :knownAt AND service_id IN ${inList(queries.engine, 'ids')} GROUP BY service_id`,
    { ids: JSON.stringify(ids), knownAt },
  );
  return new Map(rows.map(({ service_id: id, version, at }) => [id, { version, at }]));
}
