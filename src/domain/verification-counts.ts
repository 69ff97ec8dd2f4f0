/** How much of what is declared was verified, and still holds: counted from the same tallies as coverage. */
import {
  type ByLevel,
  countsOf,
  type NumberContext,
  type ReportNumber,
  reportNumber,
  type Tally,
} from './coverage.js';
import type { Basis } from './service-timeline.js';

export const BASES = ['none', 'declared', 'verified', 'verified_stale'] as const satisfies readonly Basis[];
export type ByBasis<Value> = Record<Basis, Value>;

/** Services whose published level has one basis: how many at exactly each level. */
export interface LevelsOfBasis {
  total: number;
  none: number;
  exact: ByLevel<number>;
}

export interface VerificationCounts {
  /** Services in force. */
  total: number;
  demonstration: number;
  byBasis: ByBasis<LevelsOfBasis>;
  /** Verified by an inspection that still holds, of all in force. */
  verificationCoverage: ReportNumber;
  /** Changed since their inspection, of those inspected. */
  stale: ReportNumber;
  /** Declared above what was verified, of those inspected. */
  overClaims: ReportNumber;
}

export const VERIFICATION_RULES = {
  verificationCoverage: 'verification.coverage.v1',
  stale: 'verification.stale.v1',
  /** The same as in the list of over-claims. */
  overClaims: 'overClaim.inspected.v1',
} as const;

/** What leads from the list of a row to the list behind each of its numbers. */
export interface VerificationLists {
  verified: string;
  stale: string;
  overClaimed: string;
}

export function verificationCounts(
  tallies: ByBasis<Tally>,
  context: NumberContext,
  lists: VerificationLists,
): VerificationCounts {
  const counts = BASES.map((basis) => [basis, countsOf(tallies[basis])] as const);
  const sum = (of: 'total' | 'demonstration' | 'overClaimed') =>
    counts.reduce((all, [, one]) => all + one[of], 0);
  const total = sum('total');
  const [, , [, verified], [, stale]] = counts as [Pair, Pair, Pair, Pair];
  const inspected = verified.total + stale.total;
  const notInspected = [{ reason: 'not_inspected', count: total - inspected }];
  const { verificationCoverage, stale: staleRule, overClaims } = VERIFICATION_RULES;
  return {
    total,
    demonstration: sum('demonstration'),
    byBasis: Object.fromEntries(
      counts.map(([basis, { total, none, exact }]) => [basis, { total, none, exact }]),
    ) as ByBasis<LevelsOfBasis>,
    verificationCoverage: reportNumber(verified.total, total, verificationCoverage, context, lists.verified),
    stale: reportNumber(stale.total, inspected, staleRule, context, lists.stale, notInspected),
    overClaims: reportNumber(
      sum('overClaimed'),
      inspected,
      overClaims,
      { ...context, basis: 'declared' },
      lists.overClaimed,
      notInspected,
    ),
  };
}

type Pair = readonly [Basis, ReturnType<typeof countsOf>];
