import type { Queries } from '../database/reader.js';
import type { Engine } from '../database/dialect.js';
import { perList } from '../database/sql.js';
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
 * Services as they were on another day: levels and procedure as of that day, facts and the names of agencies as known then. In the order of `rows`;
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
  const told = await toldBy(queries, ids, knownAt);
  const asToldThen = knownAt !== STILL_KNOWN;
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
    const last = told.get(row.service_id);
    const record = records.get(row.service_id)!;
    const { code, name } = record.agency;
    // A name has no days of its own: a new one is published with every service of its agency.
    const agency = { code, name: asToldThen ? (last?.agencyName ?? name) : name };
    const parts = partsOf(
      { ...record, agency, demonstration: row.demonstration === 1 },
      version,
      state,
      schemes,
      day,
    );
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

/** What was last told of a service by an instant. */
interface Told {
  version: number;
  at: string;
  /** Of the agency, as the last document had it; null where none was published by then. */
  agencyName: string | null;
}

const agencyName = (engine: Engine) =>
  engine === 'postgres' ? `d.doc::jsonb -> 'agency' ->> 'name'` : `d.doc ->> '$.agency.name'`;

const TOLD = perList(
  'ids',
  (ids, engine) => `SELECT c.service_id, c.version, c.at, ${agencyName(engine)} AS "agencyName"
     FROM (SELECT service_id, MAX(seq) AS seq, MAX(CASE WHEN op = 'upsert' THEN seq END) AS doc_seq FROM change
           WHERE at <= :knownAt AND service_id IN ${ids} GROUP BY service_id) last
     JOIN change c ON c.seq = last.seq
     LEFT JOIN change d ON d.seq = last.doc_seq`,
);

async function toldBy(
  queries: Queries,
  ids: readonly string[],
  knownAt: string,
): Promise<ReadonlyMap<string, Told>> {
  const [sql, params] = TOLD(queries.engine, ids);
  const rows = await queries.all<Told & { service_id: string }>(sql, { ...params, knownAt });
  return new Map(rows.map((row) => [row.service_id, row]));
}
