import type { Queries } from '../database/reader.js';
import { effectiveFacts } from '../domain/facts-of-procedure.js';
import { levelInspected } from '../domain/held-back.js';
import { changedKeys, materialKeys } from '../domain/level-scheme/material-facts.js';
import type { Level, LevelScheme } from '../domain/level-scheme/scheme.js';
import { doubtOn } from '../domain/service-timeline.js';
import type { FactKey, ServiceFacts } from '../domain/service-facts.js';
import type { VersionRecord } from '../publication/service-records.query.js';
import { verificationOn } from '../publication/verifications.query.js';
import type { ServiceOnDay } from './facts.query.js';

/** The inspection that is in effect, as everybody may see it. */
export interface StandingVerification {
  inspectionId: string;
  /** Null where not even level 1 was found. */
  level: Level | null;
  effectiveFrom: string;
  verifiedAt: string;
  staleFrom: string | null;
  /** Criteria that it did not find met at the level above the one it found; empty at the top. */
  heldBackBy: string[];
  /** The facts that are no longer stated as they were verified. */
  changedKeys: FactKey[];
}

export async function standingVerification(
  queries: Queries,
  { record, version, versions }: ServiceOnDay,
  scheme: LevelScheme,
  day: string,
): Promise<StandingVerification | null> {
  const found = verificationOn(record.verifications, day);
  if (!found) return null;
  const { inspectionId, level, effectiveFrom, verifiedAt, staleFrom } = found;
  const then = await factsBoundBy(queries, record.id, versions, found);
  const now = effectiveFacts(version.facts, record.facts);
  return {
    inspectionId,
    level,
    effectiveFrom,
    verifiedAt,
    staleFrom: staleFrom ?? doubtOn(found, day)?.from ?? null,
    heldBackBy: levelInspected(scheme, found.outcomes).heldBackBy,
    changedKeys: changedKeys(then, now, materialKeys(scheme)),
  };
}

/** The facts as they were at a number of their saving and with a version of the procedure. */
export async function factsBoundBy(
  queries: Queries,
  serviceId: string,
  versions: readonly VersionRecord[],
  { factsNo, versionNo }: { factsNo: number; versionNo: number },
): Promise<ServiceFacts> {
  const row = await queries.get<{ facts: string }>(
    'SELECT facts FROM service_facts WHERE service_id = :serviceId AND no = :factsNo',
    { serviceId, factsNo },
  );
  const stated = row ? (JSON.parse(row.facts) as ServiceFacts) : {};
  return effectiveFacts(versions.find(({ no }) => no === versionNo)?.facts ?? {}, stated);
}
