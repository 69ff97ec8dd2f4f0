import type { Queries } from '../database/reader.js';
import { inList } from '../database/sql.js';
import { canonicalJson } from '../domain/canonical-json.js';
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
  const changes = await versionsKnown(queries, ids, knownAt);
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
    return canonicalJson(publishedService(parts, row.known_from, changes.get(row.service_id) ?? 0));
  });
}

async function versionsKnown(
  queries: Queries,
  ids: readonly string[],
  knownAt: string,
): Promise<Map<string, number>> {
  const rows = await queries.all<{ service_id: string; version: number }>(
    `SELECT service_id, MAX(version) AS version FROM change
     WHERE at <= :knownAt AND service_id IN ${inList(queries.engine, 'ids')} GROUP BY service_id`,
    { ids: JSON.stringify(ids), knownAt },
  );
  return new Map(rows.map((row) => [row.service_id, row.version]));
}
