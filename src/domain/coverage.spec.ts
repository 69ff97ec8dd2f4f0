import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addTally, countsOf, coverageOf, emptyTally, ratio, type Tally, totalOf } from './coverage.js';

const count = fc.nat({ max: 1_000_000 });
const tallies: fc.Arbitrary<Tally> = fc.record({
  levels: fc.tuple(count, count, count, count),
  verified: count,
  stale: count,
  overClaimed: count,
  violations: count,
  demonstration: count,
});

describe('Counting', () => {
  it('finds every service at exactly one level or at none', () => {
    fc.assert(
      fc.property(tallies, (tally) => {
        const { total, none, exact } = countsOf(tally);
        expect(none + exact[1] + exact[2] + exact[3]).toBe(total);
      }),
    );
  });

  it('counts at least a level as the sum of that level and those above', () => {
    fc.assert(
      fc.property(tallies, (tally) => {
        const { exact, atLeast } = countsOf(tally);
        expect(atLeast).toEqual({ 1: exact[1] + exact[2] + exact[3], 2: exact[2] + exact[3], 3: exact[3] });
      }),
    );
  });

  it('adds parts to the same figures in whatever order', () => {
    fc.assert(
      fc.property(fc.array(tallies, { maxLength: 8 }), (parts) => {
        const sum = parts.reduce((sum, part) => addTally(sum, part), emptyTally());
        const reversed = parts.toReversed().reduce((sum, part) => addTally(sum, part), emptyTally());
        expect(sum).toEqual(reversed);
        expect(totalOf(sum)).toBe(parts.reduce((total, part) => total + totalOf(part), 0));
      }),
    );
  });

  it('states each share with what it divided', () => {
    const counts = countsOf({ ...emptyTally(), levels: [1, 1, 0, 1] });
    const context = { basis: 'published', asOf: '2012-12-31', knownAt: '2012-12-31T00:00:00.000Z' } as const;
    const coverage = coverageOf(counts, 'service', context, (level) => `/list?minLevel=${level}`);
    expect(coverage[2]).toEqual({
      value: 0.3333,
      numerator: 1,
      denominator: 3,
      excluded: [],
      basis: 'published',
      asOf: '2012-12-31',
      knownAt: '2012-12-31T00:00:00.000Z',
      ruleId: 'coverage.service.atLeast2.v1',
      list: '/list?minLevel=2',
    });
  });
});

describe('A share', () => {
  it.each([
    [2, 3, 0.6667],
    [1, 3, 0.3333],
    [1, 20_000, 0.0001],
    [1, 20_001, 0],
    [3, 20_000, 0.0002],
    [1, 1, 1],
    [0, 7, 0],
  ])('of %i among %i is %f, rounded half up', (numerator, denominator, expected) => {
    expect(ratio(numerator, denominator)).toBe(expected);
  });

  it('of nothing is not known', () => {
    expect(ratio(0, 0)).toBeNull();
  });

  it('is never off by more than half of the last decimal', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000 }), fc.nat({ max: 2_000_000 }), (denominator, n) => {
        const numerator = n % (denominator + 1);
        const value = BigInt(Math.round(ratio(numerator, denominator)! * 10_000));
        const off = 2n * (BigInt(numerator) * 10_000n - value * BigInt(denominator));
        expect(off < BigInt(denominator) && off >= -BigInt(denominator)).toBe(true);
      }),
    );
  });
});
