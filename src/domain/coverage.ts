/**
 * The counting: everything that states how many services or procedures reach a level calls this module.
 *
 * Levels are cumulative (Decree 43/2011 Art. 3.4): `exact` counts those at a level, `atLeast` those at it or above. The
 * denominator holds all services in force, those without any level included.
 */
import type { Level } from './level-scheme/scheme.js';

export type CountUnit = 'service' | 'procedure';
/** `volumes`: each service counts as many times as it received dossiers. */
export const WEIGHTS = ['none', 'volumes'] as const;
export type Weight = (typeof WEIGHTS)[number];
export type ByLevel<Value> = Record<Level, Value>;

/** What was counted together. Of procedures, a mark other than `verified` stands where one of the services has it. */
export interface Tally {
  /** At no level, and at levels 1 to 3. */
  levels: [none: number, one: number, two: number, three: number];
  /** Verified by an inspection that still holds; of procedures: all services are. */
  verified: number;
  /** Verified before the facts changed. */
  stale: number;
  /** Declared above what was verified. */
  overClaimed: number;
  /** With forms and resting at level 1 (Decree 43/2011 Art. 19.1). */
  violations: number;
  /** Whose data are demonstration. */
  demonstration: number;
}

export const MARKS = ['verified', 'stale', 'overClaimed', 'violations', 'demonstration'] as const;
export type Mark = (typeof MARKS)[number];

/** What a tally says, without percentages. */
export interface Counts extends Record<Mark, number> {
  total: number;
  none: number;
  exact: ByLevel<number>;
  atLeast: ByLevel<number>;
}

/** What a number is about: said beside each. */
export interface NumberContext {
  /** Whose word on levels was counted. */
  basis: 'published' | 'declared' | 'verified';
  /** The day for which it was counted. */
  asOf: string;
  /** The moment as of whose knowledge it was counted: with it the number can be counted again. */
  knownAt: string;
}

/** A number that says what it counted. */
export interface ReportNumber extends NumberContext {
  /** numerator / denominator, 0 to 1, rounded half up to four decimals; `null` where there is nothing to divide by. */
  value: number | null;
  numerator: number;
  denominator: number;
  /** What was left out of the denominator, and why. */
  excluded: Exclusion[];
  /** The rule by which it was counted, with its version. */
  ruleId: string;
  /** Path and query of the list that holds exactly what the numerator counted. */
  list: string;
}

export interface Exclusion {
  reason: string;
  count: number;
}

export function emptyTally(): Tally {
  return { levels: [0, 0, 0, 0], verified: 0, stale: 0, overClaimed: 0, violations: 0, demonstration: 0 };
}

/** Adds `part` to `sum`, in place: both must have counted different things. */
export function addTally(sum: Tally, part: Readonly<Tally>, times = 1): Tally {
  for (const level of [0, 1, 2, 3] as const) sum.levels[level] += part.levels[level] * times;
  for (const mark of MARKS) sum[mark] += part[mark] * times;
  return sum;
}

export function totalOf({ levels }: Tally): number {
  return levels[0] + levels[1] + levels[2] + levels[3];
}

export function countsOf(tally: Tally): Counts {
  const { levels, verified, stale, overClaimed, violations, demonstration } = tally;
  const [none, one, two, three] = levels;
  return {
    total: totalOf(tally),
    none,
    exact: { 1: one, 2: two, 3: three },
    atLeast: { 1: one + two + three, 2: two + three, 3: three },
    verified,
    stale,
    overClaimed,
    violations,
    demonstration,
  };
}

/** The share of what reaches each level. */
export function coverageOf(
  { atLeast, total }: Counts,
  unit: CountUnit,
  context: NumberContext,
  listOf: (level: Level) => string,
  weight: Weight = 'none',
  excluded: Exclusion[] = [],
): ByLevel<ReportNumber> {
  const at = (level: Level) =>
    reportNumber(atLeast[level], total, coverageRule(unit, level, weight), context, listOf(level), excluded);
  return { 1: at(1), 2: at(2), 3: at(3) };
}

/**
 * Of services: in force, at the level or above, of all in force. Of procedures: those whose services within the scope
 * **all** reach the level, never those of which one does, of all procedures with a service in force. Weighted: dossiers of
 * services at the level or above, of the dossiers of all services of which they are known.
 */
export function coverageRule(unit: CountUnit, level: Level, weight: Weight = 'none'): string {
  if (weight === 'volumes') return `coverage.service.volumes.atLeast${level}.v1`;
  return unit === 'service'
    ? `coverage.service.atLeast${level}.v1`
    : `coverage.procedure.lowest.atLeast${level}.v1`;
}

export function reportNumber(
  numerator: number,
  denominator: number,
  ruleId: string,
  { basis, asOf, knownAt }: NumberContext,
  list: string,
  excluded: Exclusion[] = [],
): ReportNumber {
  const value = ratio(numerator, denominator);
  return { value, numerator, denominator, excluded, basis, asOf, knownAt, ruleId, list };
}

const DECIMALS = 10_000;

/** Half up on whole numbers, so that no binary fraction decides a rounding. */
export function ratio(numerator: number, denominator: number): number | null {
  if (denominator === 0) return null;
  return Math.floor((2 * DECIMALS * numerator + denominator) / (2 * denominator)) / DECIMALS;
}
