import type { FormValues } from '../../../http/form-body.js';
import type { StatedOutcome } from '../../../inspections/inspection-faults.js';
import type { InspectedCriterion } from '../../../inspections/inspection-view.query.js';
import type { InspectedOutcome } from '../../../inspections/inspection.table.js';

/** What is said of a criterion as it stands in the form, right or wrong. */
export interface TypedOutcome {
  outcome: string;
  reason: string;
  note: string;
  evidence: string[];
}

/** By the criterion's id. */
export type TypedOutcomes = Record<string, TypedOutcome>;

export function typedOf(criteria: readonly InspectedCriterion[]): TypedOutcomes {
  return Object.fromEntries(
    criteria.map(({ id, inspected }) => [
      id,
      {
        outcome: inspected?.outcome ?? 'not_checked',
        reason: inspected?.reason ?? '',
        note: inspected?.note ?? '',
        evidence: [...(inspected?.evidence ?? [])].sort(byNumber),
      },
    ]),
  );
}

export function typedIn(form: FormValues, criteria: readonly { id: string }[]): TypedOutcomes {
  return Object.fromEntries(
    criteria.map(({ id }) => [
      id,
      {
        outcome: form.text(`${id}.outcome`) || 'not_checked',
        reason: form.text(`${id}.reason`),
        note: form.text(`${id}.note`),
        evidence: [...new Set(form.all(`${id}.evidence`))].filter((no) => no !== '').sort(byNumber),
      },
    ]),
  );
}

/** Criteria of which the two do not say the same. */
export function differing(mine: TypedOutcomes, theirs: TypedOutcomes): string[] {
  return Object.keys(mine).filter((id) => JSON.stringify(mine[id]) !== JSON.stringify(theirs[id]));
}

/** As the service takes it; what is wrong in it the service's checks will tell. */
export function statedOutcome(criterion: string, typed: TypedOutcome): StatedOutcome {
  const { outcome, reason, note, evidence } = typed;
  return {
    criterion,
    outcome: outcome as InspectedOutcome,
    ...(reason === '' ? {} : { reason }),
    ...(note === '' ? {} : { note }),
    ...(evidence.length === 0 ? {} : { evidence }),
  };
}

function byNumber(a: string, b: string): number {
  return Number(a) - Number(b);
}
