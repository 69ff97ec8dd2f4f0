import { expect, it } from 'vitest';
import { emptyTally, type Tally } from './coverage.js';
import { verificationCounts } from './verification-counts.js';

const tally = (levels: Tally['levels'], marks: Partial<Tally> = {}): Tally => ({
  ...emptyTally(),
  levels,
  ...marks,
});

it('Verification is counted of all in force, staleness and over-claims of those inspected', () => {
  const counts = verificationCounts(
    {
      none: tally([4, 0, 0, 0]),
      declared: tally([0, 2, 0, 0]),
      verified: tally([0, 0, 1, 2], { overClaimed: 1 }),
      verified_stale: tally([1, 0, 0, 0]),
    },
    { basis: 'published', asOf: '2026-03-02', knownAt: '2026-03-02T00:00:00.000Z' },
    { verified: 'v', stale: 's', overClaimed: 'o' },
  );
  expect(counts.total).toBe(10);
  expect(counts.byBasis.verified).toEqual({ total: 3, none: 0, exact: { 1: 0, 2: 1, 3: 2 } });
  expect(counts.verificationCoverage).toMatchObject({ value: 0.3, numerator: 3, denominator: 10, list: 'v' });
  const excluded = [{ reason: 'not_inspected', count: 6 }];
  expect(counts.stale).toMatchObject({ value: 0.25, numerator: 1, denominator: 4, excluded, list: 's' });
  expect(counts.overClaims).toMatchObject({ value: 0.25, basis: 'declared', excluded, list: 'o' });
});
