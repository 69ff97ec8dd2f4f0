import type { Criterion, Level } from '../../../domain/level-scheme/scheme.js';
import type { Fact } from '../../../domain/service-facts.js';
import type { InspectedCriterion } from '../../../inspections/inspection-view.query.js';
import { INSPECTED_OUTCOMES, type InspectedOutcome } from '../../../inspections/inspection.table.js';
import type { Evidence } from '../../../public-services/evidence/evidence.query.js';
import type { PageFault } from '../page-faults.js';
import type { SheetOnDesk } from './sheet.query.js';
import { type ThenAndNow, thenAndNow } from './then-and-now.js';
import type { TypedOutcome, TypedOutcomes } from './typed-outcomes.js';

/** One criterion of the sheet: what the agency states of it, and what the inspector says. */
export interface SheetLine extends InspectedCriterion {
  statedFact: Fact | null;
  pages: ThenAndNow[];
  /** Evidence that was taken for it, or is named by either side. */
  about: Evidence[];
  outcomes: InspectedOutcome[];
  typed: TypedOutcome;
  /** More than the outcome is there to see. */
  hasMore: boolean;
}

export interface SheetGroup {
  level: Level;
  lines: SheetLine[];
}

const LEVELS = [1, 2, 3] as const;

export function sheetGroups(
  { view, criteria, evidence }: SheetOnDesk,
  typed: TypedOutcomes,
  faults: readonly PageFault[],
): SheetGroup[] {
  const lines = view.criteria.map((criterion, i): SheetLine => {
    const { id, fact, stated } = criterion;
    const mine = typed[id]!;
    const statedFact = view.facts.facts[fact] ?? null;
    return {
      ...criterion,
      statedFact,
      pages: thenAndNow(statedFact?.urls ?? [], evidence, stated.evidence),
      about: evidence.filter(
        (one) => one.fact === fact || stated.evidence.includes(one.id) || mine.evidence.includes(one.id),
      ),
      outcomes: outcomesOf(criteria[i]!),
      typed: mine,
      hasMore:
        mine.note !== '' ||
        mine.reason !== '' ||
        mine.evidence.length > 0 ||
        faults.some(({ field }) => field.startsWith(`${id}-`)),
    };
  });
  return LEVELS.map((level) => ({ level, lines: lines.filter((line) => line.level === level) }));
}

function outcomesOf({ allowsNotApplicable }: Criterion): InspectedOutcome[] {
  return INSPECTED_OUTCOMES.filter((outcome) => outcome !== 'not_applicable' || allowsNotApplicable);
}
