import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, leastSample } from './allocation.js';
import { draw } from './draw.js';
import { estimateShare, type StratumFound } from './estimate.js';
import { CONFIDENCES, sampleSize } from './sample-size.js';

const sizes = fc
  .uniqueArray(fc.record({ key: fc.string({ minLength: 1 }), population: fc.nat(5000) }), {
    selector: ({ key }) => key,
    minLength: 1,
    maxLength: 40,
  })
  .filter((strata) => strata.some(({ population }) => population > 0));
const found: fc.Arbitrary<StratumFound> = fc
  .tuple(fc.integer({ min: 1, max: 3000 }), fc.nat(), fc.nat())
  .map(([population, a, b]) => {
    const inspected = a % (population + 1);
    return { population, inspected, positive: b % (inspected + 1) };
  });
const confidence = fc.constantFrom(...CONFIDENCES);

describe('The size of a sample', () => {
  it('is that of the textbooks', () => {
    const wanted = { marginOfError: 0.05, confidence: 95, expectedRate: 0.5 } as const;
    // 384.16 without correction; 370 of 10,000, 278 of 1,000, 80 of 100.
    expect([1e9, 10_000, 1000, 100].map((population) => sampleSize(population, wanted))).toEqual([
      385, 370, 278, 80,
    ]);
    expect(sampleSize(10_000, { ...wanted, confidence: 99, marginOfError: 0.03 })).toBe(1557);
  });

  it('is never more than the population, and never less for a narrower margin', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        confidence,
        (population, marginOfError, expectedRate, confidence) => {
          const size = sampleSize(population, { marginOfError, confidence, expectedRate });
          const narrower = sampleSize(population, {
            marginOfError: marginOfError / 2,
            confidence,
            expectedRate,
          });
          expect(size).toBeGreaterThanOrEqual(1);
          expect(size).toBeLessThanOrEqual(population);
          expect(narrower).toBeGreaterThanOrEqual(size);
        },
      ),
      { examples: [[1, 0.01, 0, 90]] },
    );
  });
});

describe('The division among strata', () => {
  it('gives out the whole sample, at least two to every stratum that has them and never more than there are', () => {
    fc.assert(
      fc.property(sizes, fc.nat(20_000), (strata, wanted) => {
        const population = strata.reduce((sum, stratum) => sum + stratum.population, 0);
        const sample = Math.min(wanted, population);
        const shares = allocate(strata, sample);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(Math.max(sample, leastSample(strata)));
        for (const [i, stratum] of strata.entries()) {
          expect(shares[i]).toBeLessThanOrEqual(stratum.population);
          expect(shares[i]).toBeGreaterThanOrEqual(Math.min(2, stratum.population));
        }
      }),
    );
  });

  it('is in proportion, and by the key where remainders are equal', () => {
    const strata = [
      { key: 'B', population: 500 },
      { key: 'A', population: 500 },
      { key: 'C', population: 9 },
    ];
    expect(allocate(strata, 101)).toEqual([49, 50, 2]);
    fc.assert(
      fc.property(sizes, fc.nat(5000), (strata, wanted) => {
        const sample = Math.min(
          wanted,
          strata.reduce((sum, stratum) => sum + stratum.population, 0),
        );
        const shares = new Map(strata.map(({ key }, i) => [key, allocate(strata, sample)[i]]));
        const turned = strata.toReversed();
        expect(allocate(turned, sample)).toEqual(turned.map(({ key }) => shares.get(key)));
      }),
      { numRuns: 30 },
    );
  });
});

describe('The draw', () => {
  const key = { seed: 'hạt giống', checksum: 'a'.repeat(64) };

  it('is the smallest hashes, whatever the order of the list', () => {
    fc.assert(
      fc.property(
        fc
          .uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 60 })
          .chain((ids) =>
            fc.tuple(fc.constant(ids), fc.shuffledSubarray(ids, { minLength: ids.length }), fc.nat(60)),
          ),
        ([ids, shuffled, size]) => {
          const drawn = draw(key, ids, size);
          expect(draw(key, shuffled, size)).toEqual(drawn);
          expect(drawn).toHaveLength(Math.min(size, ids.length));
          // A smaller draw is the beginning of a larger one.
          expect(draw(key, ids, size + 1).slice(0, size)).toEqual(drawn);
        },
      ),
    );
  });

  it('follows from the seed, the checksum and the id as sha256sum has it', () => {
    const text = `hạt giống\n${'a'.repeat(64)}\nSTP~1.000688`;
    const ticket = createHash('sha256').update(text).digest('hex');
    expect(draw(key, ['STP~1.000688'], 1)).toEqual([{ serviceId: 'STP~1.000688', place: 1, ticket }]);
  });

  it('gives every service its turn over many seeds', () => {
    const ids = ['A~1', 'A~2', 'B~1', 'B~2'];
    const times = new Map(ids.map((id) => [id, 0]));
    for (let i = 0; i < 2000; i += 1) {
      for (const { serviceId } of draw({ ...key, seed: `s${i}` }, ids, 2))
        times.set(serviceId, times.get(serviceId)! + 1);
    }
    // 1,000 ± 5 standard deviations.
    for (const count of times.values()) expect(Math.abs(count - 1000)).toBeLessThan(112);
  });
});

describe('The estimate of a share', () => {
  it('lies in its interval, which lies between what was found and what could still be', () => {
    fc.assert(
      fc.property(fc.array(found, { minLength: 1, maxLength: 20 }), confidence, (strata, confidence) => {
        const estimate = estimateShare(strata, confidence);
        if (strata.every(({ inspected }) => inspected === 0)) {
          expect(estimate).toBeUndefined();
          return;
        }
        const { value, low, high } = estimate!;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1 + 1e-12);
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
        const seen = strata.filter(({ inspected }) => inspected > 0);
        if (seen.some(({ population, inspected }) => inspected < population))
          expect(high - low).toBeGreaterThan(0);
        else expect(estimate).toEqual({ value, low: value, high: value, effectiveSize: null });
      }),
    );
  });

  it('is Wilson’s interval for one large stratum', () => {
    // 10 of 100: 0.0552 to 0.1744 (R: binom.confint(10, 100, method = "wilson")).
    const estimate = estimateShare([{ population: 1e12, inspected: 100, positive: 10 }], 95)!;
    expect(estimate.low).toBeCloseTo(0.0552, 3);
    expect(estimate.high).toBeCloseTo(0.1744, 3);
  });

  it('has some width where nothing was found, less the more was inspected', () => {
    const wide = estimateShare([{ population: 1000, inspected: 10, positive: 0 }], 95)!;
    const close = estimateShare([{ population: 1000, inspected: 200, positive: 0 }], 95)!;
    expect(wide).toMatchObject({ value: 0, low: 0 });
    expect(wide.high).toBeGreaterThan(0.2);
    expect(close.high).toBeLessThan(0.03);
    expect(close.high).toBeGreaterThan(0);
  });

  it('weighs strata by their size', () => {
    const strata = [
      { population: 900, inspected: 10, positive: 0 },
      { population: 100, inspected: 10, positive: 10 },
    ];
    expect(estimateShare(strata, 95)!.value).toBeCloseTo(0.1, 10);
  });

  it('covers the truth about as often as it says', () => {
    const population = Array.from({ length: 400 }, (_, i) => ({ id: `X~${i}`, isPositive: i < 40 }));
    const byId = new Map(population.map((one) => [one.id, one.isPositive]));
    const ids = [...byId.keys()];
    let covered = 0;
    for (let i = 0; i < 1000; i += 1) {
      const drawn = draw({ seed: `t${i}`, checksum: '0'.repeat(64) }, ids, 60);
      const positive = drawn.filter(({ serviceId }) => byId.get(serviceId)).length;
      const { low, high } = estimateShare([{ population: 400, inspected: 60, positive }], 95)!;
      if (low <= 0.1 && 0.1 <= high) covered += 1;
    }
    expect(covered).toBeGreaterThan(930);
  });
});
