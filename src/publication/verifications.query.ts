import { perList } from '../database/sql.js';
import type { Queries } from '../database/reader.js';
import { groupBy } from '../domain/group-by.js';
import type { InspectedCriterion, InspectedLevel } from '../domain/held-back.js';
import type { Level } from '../domain/level-scheme/scheme.js';
import type { VerifiedLevel } from '../domain/service-timeline.js';

const TOP_LEVEL = 3;

/** What one closed inspection says of a service, and the facts that it is bound to. */
export interface Verification extends VerifiedLevel, Pick<InspectedLevel, 'outcomes'> {
  inspectionId: string;
  verifiedAt: string;
  /** SHA-256 of the material facts that were verified. */
  factsSha: string;
  factsNo: number;
  /** Version of the procedure that was merged into them. */
  versionNo: number;
}

interface VerificationRow {
  service_id: string;
  id: string;
  no: number;
  level: Level | 0;
  effective_from: string;
  stale_from: string | null;
  closed_at: string;
  facts_sha: string;
  facts_no: number;
  version_no: number;
}

const CLOSED = perList(
  'ids',
  (
    ids,
  ) => `SELECT service_id, id, no, level, effective_from, stale_from, closed_at, facts_sha, facts_no, version_no
     FROM inspection
     WHERE state = 'closed' AND closed_at <= :knownAt AND service_id IN ${ids}
     ORDER BY service_id, no`,
);

interface OutcomeRow extends InspectedCriterion {
  inspection_id: string;
}

const OUTCOMES = perList(
  'ids',
  (ids) => `SELECT inspection_id, criterion, outcome FROM inspection_outcome WHERE inspection_id IN ${ids}`,
);

/** The closed inspections of the services named, by service. @param knownAt those closed by then */
export async function verificationsOf(
  queries: Queries,
  ids: readonly string[],
  knownAt: string,
): Promise<Map<string, Verification[]>> {
  const [sql, params] = CLOSED(queries.engine, ids);
  const rows = await queries.all<VerificationRow>(sql, { ...params, knownAt });
  const outcomes = await outcomesOf(queries, rows);
  const byService = groupBy(rows, (row) => row.service_id);
  return new Map(
    [...byService].map(([id, found]) => [
      id,
      found.map((row) => verification(row, outcomes.get(row.id) ?? [])),
    ]),
  );
}

/** Of those that did not find everything: the others hold nothing back. */
async function outcomesOf(
  queries: Queries,
  rows: readonly VerificationRow[],
): Promise<ReadonlyMap<string, OutcomeRow[]>> {
  const ids = rows.filter(({ level }) => level < TOP_LEVEL).map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const found = await queries.all<OutcomeRow>(...OUTCOMES(queries.engine, ids));
  return groupBy(found, (row) => row.inspection_id);
}

function verification(row: VerificationRow, outcomes: readonly OutcomeRow[]): Verification {
  return {
    no: row.no,
    inspectionId: row.id,
    level: row.level || null,
    effectiveFrom: row.effective_from,
    staleFrom: row.stale_from,
    verifiedAt: row.closed_at,
    factsSha: row.facts_sha,
    factsNo: row.facts_no,
    versionNo: row.version_no,
    outcomes,
  };
}

/** The verification in effect on a day, where there is one. */
export function verificationOn(
  verifications: readonly Verification[],
  day: string,
): Verification | undefined {
  return verifications
    .filter((candidate) => candidate.effectiveFrom <= day)
    .reduce<Verification | undefined>(
      (last, one) => (last === undefined || one.effectiveFrom >= last.effectiveFrom ? one : last),
      undefined,
    );
}
