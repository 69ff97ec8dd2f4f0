import { addDays } from '../domain/dates/civil-date.js';
import type { Criterion } from '../domain/level-scheme/scheme.js';
import type { InspectionOutcomeRow } from './inspection.table.js';

export const DAYS_TO_MEND = 30;

export interface ProposedFinding {
  criterion: string;
  text: string;
  dueDate: string;
}

/**
 * What an agency has to mend where the inspector says nothing else: a finding for each criterion up to the declared level that was not met, in
 * the inspector's words or else in the scheme's; agencies read it. An agency whose level was lowered can reply to a finding alone.
 * @param today civil day; the agency has 30 days from it
 */
export function proposedFindings(
  criteria: readonly Pick<Criterion, 'id' | 'level' | 'title' | 'howToMend'>[],
  outcomes: readonly Pick<InspectionOutcomeRow, 'criterion' | 'outcome' | 'note'>[],
  declaredLevel: number,
  today: string,
): ProposedFinding[] {
  const dueDate = addDays(today, DAYS_TO_MEND);
  return criteria.flatMap(({ id, level, title, howToMend }) => {
    const found = outcomes.find(({ criterion }) => criterion === id);
    if (found?.outcome !== 'not_met' || level > declaredLevel) return [];
    return [{ criterion: id, text: `${title.vi}: ${found.note ?? howToMend.vi}`, dueDate }];
  });
}
