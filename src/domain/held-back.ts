import { levelOfOutcomes, type Outcome, type SupportedLevel } from './level-scheme/assess.js';
import type { Level, LevelScheme } from './level-scheme/scheme.js';

/** What an inspection found. */
export interface InspectedLevel {
  level: Level | null;
  /** One for each criterion that was looked at. */
  outcomes: readonly { criterionId: string; outcome: Outcome }[];
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
  return levelOfOutcomes(scheme, inspected.outcomes).heldBackBy;
}

/** Whether an inspection found a lower level than the facts support. */
export function foundLess(inspected: Level | null, supported: Level | null): boolean {
  return (inspected ?? 0) < (supported ?? 0);
}
