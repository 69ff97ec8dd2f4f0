import { type Confidence, Z } from './sample-size.js';

/** What was found in one stratum. */
export interface StratumFound {
  population: number;
  /** Of the drawn ones those that were inspected. */
  inspected: number;
  /** Of these the ones that have what is counted. */
  positive: number;
}

export interface Estimate {
  /** Share in the population, 0 to 1, each stratum with the weight of its size. */
  value: number;
  low: number;
  high: number;
  /** How many independent draws without strata say as much; null where the whole population was inspected. */
  effectiveSize: number | null;
}

/**
 * The share over the strata of which something was inspected, with an interval.
 *
 * Share and variance are those of a stratified sample drawn without replacement (W. G. Cochran, Sampling Techniques, 3rd ed.
 * 1977, chapter 5, "stratified sampling for proportions"). The variance alone would give an interval of no width where
 * nobody or everybody has what is counted, which claims more than some services can tell. So the interval is that of
 * E. B. Wilson (1927) with the effective sample size in the place of the sample size, the form that C. Franco, R. J. A.
 * Little, T. A. Louis and E. V. Slud compare with others (Comparative study of confidence intervals for proportions in
 * complex sample surveys, Journal of Survey Statistics and Methodology 7(3), 2019). As in the standards of the US National
 * Center for Health Statistics (Vital and Health Statistics 2(175), 2017), strata never make the sample count for more than
 * its size; only the finite population correction does. And what was seen is certain: the bounds lie between what was found
 * and what could still be found.
 * @returns undefined where nothing was inspected
 */
export function estimateShare(strata: readonly StratumFound[], confidence: Confidence): Estimate | undefined {
  const seen = strata.filter(({ inspected }) => inspected > 0);
  if (seen.length === 0) return undefined;
  const population = sumOf(seen, ({ population }) => population);
  const inspected = sumOf(seen, ({ inspected }) => inspected);
  const positive = sumOf(seen, ({ positive }) => positive);
  const value = sumOf(seen, (s) => (s.population / population) * (s.positive / s.inspected));
  if (inspected === population) return { value, low: value, high: value, effectiveSize: null };
  const weighted = (of: (stratum: StratumFound) => number) =>
    sumOf(seen, (s) => (s.population / population) ** 2 * (1 - s.inspected / s.population) * of(s));
  // What the sample counts for where all strata have the same share: less than its size where weights differ much.
  const ofSample = 1 / weighted(({ inspected }) => 1 / inspected);
  const variance = weighted(varianceWithin);
  const ofVariance = variance > 0 ? (value * (1 - value)) / variance : ofSample;
  const effectiveSize = ofVariance > 0 ? Math.min(ofSample, ofVariance) : ofSample;
  const { low, high } = wilson(value, effectiveSize, Z[confidence]);
  return {
    value,
    low: Math.min(value, Math.max(low, positive / population)),
    high: Math.max(value, Math.min(high, (population - inspected + positive) / population)),
    effectiveSize,
  };
}

/** Of the share in one stratum, before the finite population correction. */
function varianceWithin({ inspected, positive }: StratumFound): number {
  // One alone does not tell how others differ from it: the most that a share can vary.
  if (inspected === 1) return 0.25;
  const share = positive / inspected;
  return (share * (1 - share)) / (inspected - 1);
}

function wilson(share: number, size: number, z: number): { low: number; high: number } {
  const square = z ** 2 / size;
  const middle = (share + square / 2) / (1 + square);
  const half = (z / (1 + square)) * Math.sqrt((share * (1 - share)) / size + square / (4 * size));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

function sumOf<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}
