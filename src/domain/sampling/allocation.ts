/** A part of the population that is drawn from on its own. */
export interface StratumSize {
  key: string;
  population: number;
}

/** With one drawn service a stratum would say nothing of how services differ within it, and no variance could be told. */
export const LEAST_OF_A_STRATUM = 2;

/** The fewest that these strata can be drawn with. */
export function leastSample(strata: readonly StratumSize[]): number {
  return strata.reduce((sum, { population }) => sum + leastOf(population), 0);
}

/**
 * Divides a sample among strata in proportion to their sizes: whole numbers by largest remainder, the smaller key first
 * where remainders are equal, and no stratum below `LEAST_OF_A_STRATUM` or, where it is smaller, below all of it. Where the
 * sample is too small for that, it grows.
 * @returns how many to draw from each, in the order of `strata`
 */
export function allocate(strata: readonly StratumSize[], sample: number): number[] {
  const given = new Map<string, number>();
  let open = strata.filter(({ population }) => population > 0);
  let left = Math.max(sample, leastSample(strata));
  // Whoever's share is below the least gets the least; the others share what is then left, until all can.
  for (;;) {
    const total = open.reduce((sum, { population }) => sum + population, 0);
    const room = left;
    const small = open.filter(({ population }) => (room * population) / total < leastOf(population));
    if (small.length === 0) break;
    for (const { key, population } of small) {
      given.set(key, leastOf(population));
      left -= leastOf(population);
    }
    open = open.filter(({ key }) => !given.has(key));
  }
  for (const [key, share] of largestRemainder(open, left)) given.set(key, share);
  return strata.map(({ key }) => given.get(key) ?? 0);
}

function leastOf(population: number): number {
  return Math.min(LEAST_OF_A_STRATUM, population);
}

/** Whole quotas and remainders are kept as integers: equal remainders are equal on every machine. */
function largestRemainder(strata: readonly StratumSize[], seats: number): [key: string, share: number][] {
  const total = strata.reduce((sum, { population }) => sum + population, 0);
  const shares = strata.map(({ key, population }) => ({
    key,
    share: Math.floor((seats * population) / total),
    remainder: (seats * population) % total,
  }));
  const missing = seats - shares.reduce((sum, { share }) => sum + share, 0);
  const first = [...shares].sort((a, b) => b.remainder - a.remainder || (a.key < b.key ? -1 : 1));
  for (const one of first.slice(0, Math.max(0, missing))) one.share += 1;
  return shares.map(({ key, share }) => [key, share]);
}
