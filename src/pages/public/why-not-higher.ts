import { foundLess } from '../../domain/held-back.js';
import {
  inTheWayOf,
  type JudgedCriterion,
  type ServiceAssessment,
} from '../../public-services/assessment.query.js';

/** What keeps a service from a level, in words for a page. */
export interface WhyNotHigher {
  level: number;
  criteria: Pick<JudgedCriterion, 'title' | 'outcome' | 'reason' | 'howToMend' | 'source'>[];
  /** When it was verified, where an inspection found less than the agency states. */
  inspectedAt: string | null;
}

/** @returns null where nothing keeps it from a higher level */
export function whyNotHigher(assessment: ServiceAssessment): WhyNotHigher | null {
  const { nextLevel, supportedLevel, verification, criteria } = assessment;
  if (verification && foundLess(verification.level, supportedLevel)) {
    const missing = new Set(verification.heldBackBy);
    return {
      level: (verification.level ?? 0) + 1,
      criteria: criteria
        .filter(({ id }) => missing.has(id))
        .map((criterion) => ({ ...criterion, outcome: 'not_met', reason: null })),
      inspectedAt: verification.verifiedAt,
    };
  }
  if (nextLevel === null) return null;
  return { level: nextLevel, criteria: inTheWayOf(nextLevel, assessment), inspectedAt: null };
}
