/**
 * A new version of a procedure puts every verification of its services in doubt, from its first day until the agency has
 * said that its facts hold under it, or has stated new ones.
 */
import { civilToday } from './dates/civil-date.js';
import { OPEN_END, type Span } from './service-timeline.js';

export const SETTLEMENTS = ['confirmed', 'facts', 'superseded'] as const;
/** `superseded`: a still newer version was published before anybody answered. */
export type Settlement = (typeof SETTLEMENTS)[number];

export interface UpstreamChange {
  versionNo: number;
  /** The version under which the facts were stated or confirmed last. */
  fromVersionNo: number;
  /** First day of the new version. */
  effectiveFrom: string;
  recordedAt: string;
  settledAt: string | null;
  settledHow: Settlement | null;
}

/** The first day on which the change is answered: where a newer one took its place, the day on which that one is. */
function answeredOn(changes: readonly UpstreamChange[], at: number): string {
  const { settledAt, settledHow } = changes[at]!;
  if (settledAt === null) return OPEN_END;
  return settledHow === 'superseded' && at + 1 < changes.length
    ? answeredOn(changes, at + 1)
    : civilToday(new Date(settledAt));
}

/**
 * The days on which a verification is in doubt because of newer versions than the one that it rests on.
 * @param changes of the service, by version
 */
export function doubtsOf(
  verification: { versionNo: number; verifiedAt: string },
  changes: readonly UpstreamChange[],
): Span[] {
  const closed = civilToday(new Date(verification.verifiedAt));
  return changes.flatMap((change, i) => {
    if (change.versionNo <= verification.versionNo) return [];
    const from = change.effectiveFrom > closed ? change.effectiveFrom : closed;
    const to = answeredOn(changes, i);
    return from < to ? [{ from, to }] : [];
  });
}

/** The change that waited for an answer on a day. @param changes of the service, by version */
export function pendingOn(changes: readonly UpstreamChange[], day: string): UpstreamChange | undefined {
  return changes.findLast(({ recordedAt, settledAt }) => {
    const isKnown = civilToday(new Date(recordedAt)) <= day;
    return isKnown && (settledAt === null || day < civilToday(new Date(settledAt)));
  });
}
