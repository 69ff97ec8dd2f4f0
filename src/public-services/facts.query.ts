import type { Queries } from '../database/reader.js';
import type { Unit } from '../database/unit.js';
import { effectiveFacts } from '../domain/facts-of-procedure.js';
import { OPEN_START } from '../domain/service-timeline.js';
import type { ServiceFacts } from '../domain/service-facts.js';
import {
  type ServiceRecord,
  serviceRecords,
  type VersionRecord,
  versionRecords,
} from '../publication/service-records.query.js';
import { versionsInUnit } from '../publication/versions-in-unit.js';
import type { PublicServiceRow } from './public-service.table.js';
import { serviceRow } from './standing.query.js';

/** A service with the version of its procedure on a day. */
export interface ServiceOnDay {
  record: ServiceRecord;
  version: VersionRecord;
  /** All published versions of the procedure. */
  versions: VersionRecord[];
}

/**
 * @param day a service outside the days of its procedure is read with the version nearest to the day
 * @throws Problem 404
 */
export async function serviceOnDay(queries: Queries, id: string, day: string): Promise<ServiceOnDay> {
  const { procedureCode } = await serviceRow(queries, id);
  const [record] = await serviceRecords(queries, [id]);
  const versions = await versionRecords(queries, [procedureCode]);
  const published = versions.get(procedureCode) ?? [];
  const version = versionOn(published, day);
  if (!record || !version) throw new Error(`The service ${id} has no published procedure`);
  return { record, version, versions: published };
}

/** The facts that are assessed of a service on a day, and nothing else of it. */
export async function factsOnDay(
  unit: Unit,
  { id, procedureCode, factsNo }: PublicServiceRow,
  day: string,
): Promise<ServiceFacts> {
  const [versions, stated] = await Promise.all([
    versionsInUnit(unit, [procedureCode]),
    unit.get<{ facts: string }>('SELECT facts FROM service_facts WHERE service_id = :id AND no = :factsNo', {
      id,
      factsNo,
    }),
  ]);
  const version = versionOn(versions.get(procedureCode) ?? [], day);
  if (!version) throw new Error(`The service ${id} has no published procedure`);
  return effectiveFacts(version.facts, stated ? (JSON.parse(stated.facts) as ServiceFacts) : {});
}

function versionOn(published: readonly VersionRecord[], day: string): VersionRecord | undefined {
  const standing = published.filter((version) => !version.repeals);
  const from = (version: VersionRecord) => version.effectiveFrom ?? OPEN_START;
  standing.sort((a, b) => (from(a) < from(b) ? -1 : from(a) > from(b) ? 1 : a.no - b.no));
  return standing.findLast((candidate) => from(candidate) <= day) ?? standing[0];
}

/** What was stated of a service, and what its procedure says for it. */
export interface StatedFacts {
  serviceId: string;
  /** Counts the savings of the facts; 0 before the first. */
  revision: number;
  facts: ServiceFacts;
  /** Where the service says nothing, this stands. */
  procedureFacts: ServiceFacts;
  recordedAt: string | null;
  updatedAt: string;
}

/** @throws Problem 404 */
export async function statedFacts(queries: Queries, id: string, day: string): Promise<StatedFacts> {
  const row = await serviceRow(queries, id);
  const { record, version } = await serviceOnDay(queries, id, day);
  const saved = await queries.get<{ recorded_at: string }>(
    'SELECT recorded_at FROM service_facts WHERE service_id = :id AND no = :no',
    { id, no: record.factsNo },
  );
  return {
    serviceId: id,
    revision: record.factsNo,
    facts: record.facts,
    procedureFacts: version.facts,
    recordedAt: saved?.recorded_at ?? null,
    updatedAt: row.updatedAt,
  };
}

/** The ids by which the facts of a service may name its evidence. */
export async function evidenceIds(queries: Queries, serviceId: string): Promise<Set<string>> {
  const rows = await queries.all<{ no: number }>('SELECT no FROM evidence WHERE service_id = :serviceId', {
    serviceId,
  });
  return new Set(rows.map((row) => String(row.no)));
}

/** Ids of the evidence that can stand behind a fact: a file, or a page that was really captured. */
export async function supportingEvidence(queries: Queries, serviceId: string): Promise<Set<string>> {
  const rows = await queries.all<{ no: number }>(
    `SELECT no FROM evidence
     WHERE service_id = :serviceId AND problem IS NULL AND (kind = 'file' OR http_status BETWEEN 200 AND 299)`,
    { serviceId },
  );
  return new Set(rows.map((row) => String(row.no)));
}
