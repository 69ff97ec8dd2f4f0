import type { Unit } from '../database/unit.js';
import { civilToday } from '../domain/dates/civil-date.js';
import { effectiveFacts } from '../domain/facts-of-procedure.js';
import { materialHash } from '../domain/level-scheme/material-facts.js';
import type { LevelScheme } from '../domain/level-scheme/scheme.js';
import { type Segment, timelineOf } from '../domain/service-timeline.js';
import type { ServiceRecord, VersionRecord } from './service-records.query.js';
import type { Verification } from './verifications.query.js';

/**
 * The history of a service, after its verifications were held against the facts as they are today. A verification whose
 * material facts differ is stale from then on, and stays so when the facts return: only an inspection can tell whether
 * what is stated again is there again.
 */
export async function currentTimeline(
  unit: Unit,
  scheme: LevelScheme,
  record: ServiceRecord,
  versions: readonly VersionRecord[],
): Promise<Segment[]> {
  const timeline = historyOf(record, versions);
  const fresh = record.verifications.filter((verification) => verification.staleFrom === null);
  const today = timeline.find((segment) => segment.from <= unit.today && unit.today < segment.to);
  if (fresh.length === 0 || !today) return timeline;

  const version = versions.find(({ no }) => no === today.versionNo)!;
  const hash = materialHash(scheme, effectiveFacts(version.facts, record.facts));
  const stale = fresh.filter((verification) => verification.factsSha !== hash);
  if (stale.length === 0) return timeline;
  for (const verification of stale) {
    verification.staleFrom = firstDayStale(scheme, record, versions, version, verification, unit.today);
    await unit.run('UPDATE inspection SET stale_from = :staleFrom WHERE id = :id AND stale_from IS NULL', {
      id: verification.inspectionId,
      staleFrom: verification.staleFrom,
    });
    const { inspectionId: id, staleFrom } = verification;
    unit.record(
      `service:${record.id}`,
      { inspection: { id, staleFrom: null } },
      { inspection: { id, staleFrom } },
    );
  }
  return historyOf(record, versions);
}

function historyOf(record: ServiceRecord, versions: readonly VersionRecord[]): Segment[] {
  const { offered, gaps, declarations, verifications } = record;
  return timelineOf({ offered, gaps, versions, declarations, verifications });
}

/**
 * Today, where what the agency states has changed; where the procedure alone has, the first day of its new version, which
 * may have passed before anybody wrote.
 */
function firstDayStale(
  scheme: LevelScheme,
  record: ServiceRecord,
  versions: readonly VersionRecord[],
  current: VersionRecord,
  verification: Verification,
  today: string,
): string {
  const then = versions.find(({ no }) => no === verification.versionNo);
  const isOfProcedure =
    then !== undefined &&
    materialHash(scheme, effectiveFacts(then.facts, record.facts)) === verification.factsSha;
  const closed = civilToday(new Date(verification.verifiedAt));
  if (!isOfProcedure || current.effectiveFrom === null) return today;
  return current.effectiveFrom > closed ? current.effectiveFrom : closed;
}
