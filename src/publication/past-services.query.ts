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
  const lasts = await toldBy(queries, ids, knownAt);
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
    const last = lasts.get(row.service_id);
    const record = records.get(row.service_id)!;
    const { code, name } = record.agency;
    // A name has no days of its own: a new one is published with every service of its agency.
    const agency = { code, name: last?.agencyName ?? name };
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
  /** Of the agency, as the last document had it; null where none was published by then, or it is the name of now. */
  agencyName: string | null;
}

const nameIn = (engine: Engine) =>
  engine === 'postgres' ? `d.doc::jsonb -> 'agency' ->> 'name'` : `d.doc ->> '$.agency.name'`;

const told = (isNamed: boolean) =>
  perList(
    'ids',
    (
      ids,
      engine,
    ) => `SELECT c.service_id, c.version, c.at, ${isNamed ? nameIn(engine) : 'NULL'} AS "agencyName"
     FROM (SELECT service_id, MAX(seq) AS seq, MAX(CASE WHEN op = 'upsert' THEN seq END) AS doc_seq FROM change
           WHERE at <= :knownAt AND service_id IN ${ids} GROUP BY service_id) last
     JOIN change c ON c.seq = last.seq
     ${isNamed ? 'LEFT JOIN change d ON d.seq = last.doc_seq' : ''}`,
  );
const TOLD = told(false);
const TOLD_WITH_NAMES = told(true);

async function toldBy(
  queries: Queries,
  ids: readonly string[],
  knownAt: string,
): Promise<ReadonlyMap<string, Told>> {
  // As known now an agency has the name that it has.
  const asked = knownAt === STILL_KNOWN ? TOLD : TOLD_WITH_NAMES;
  const [sql, params] = asked(queries.engine, ids);
  const rows = await queries.all<Told & { service_id: string }>(sql, { ...params, knownAt });
  return new Map(rows.map((row) => [row.service_id, row]));
}
