import { levelOfOutcomes, type Outcome, type SupportedLevel } from './level-scheme/assess.js';
import type { Level, LevelScheme } from './level-scheme/scheme.js';

/** What an inspection found. */
export interface InspectedLevel {
  level: Level | null;
  outcomes: readonly InspectedCriterion[];
}

export interface InspectedCriterion {
  criterion: string;
  outcome: Outcome | 'not_checked';
}

/**
 * Why a service is not at a higher level: where the inspection in effect found less than the facts state, the criteria that it did not find
 * met at the level above the one it found; else those that the facts leave open at the level above the one they support.
 */
export function heldBackBy(
  scheme: LevelScheme,
  stated: SupportedLevel,
  inspected: InspectedLevel | undefined,
): string[] {
  if (!inspected || !foundLess(inspected.level, stated.supportedLevel)) return stated.heldBackBy;
  return levelInspected(scheme, inspected.outcomes).heldBackBy;
}

/** What the outcomes of an inspection support: a criterion that was not checked counts as not met. */
export function levelInspected(scheme: LevelScheme, outcomes: readonly InspectedCriterion[]): SupportedLevel {
  const known = outcomes.map(({ criterion, outcome }) => ({
    criterionId: criterion,
    outcome: outcome === 'not_checked' ? 'unknown' : outcome,
  }));
  return levelOfOutcomes(scheme, known);
}

/** Whether an inspection found a lower level than the facts support. */
export function foundLess(inspected: Level | null, supported: Level | null): boolean {
  return (inspected ?? 0) < (supported ?? 0);
}
