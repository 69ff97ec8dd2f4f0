import { addDays } from '../../../domain/dates/civil-date.js';
import type { FormValues } from '../../../http/form-body.js';
import type { InspectionView } from '../../../inspections/inspection-view.query.js';
import { DAYS_TO_MEND, proposedFindings } from '../../../inspections/proposed-findings.js';

/** A finding as typed. */
export interface TypedFinding {
  text: string;
  criterion: string;
  dueDate: string;
}

export interface TypedClosing {
  effectiveFrom: string;
  findings: TypedFinding[];
}

const FINDINGS_AT_MOST = 100;

/** What the API takes where nothing is said, for the inspector to change. */
export function proposedClosing(view: InspectionView, today: string): TypedClosing {
  const outcomes = view.criteria.flatMap(({ id, inspected }) =>
    inspected ? [{ criterion: id, outcome: inspected.outcome, note: inspected.note }] : [],
  );
  const findings = proposedFindings(view.criteria, outcomes, view.declaration.level, today);
  return { effectiveFrom: today, findings: [...findings, emptyFinding(today)] };
}

export function emptyFinding(today: string): TypedFinding {
  return { text: '', criterion: '', dueDate: addDays(today, DAYS_TO_MEND) };
}

export function closingIn(form: FormValues): TypedClosing {
  const count = Math.min(Number(form.text('count')) || 0, FINDINGS_AT_MOST);
  return {
    effectiveFrom: form.text('effectiveFrom'),
    findings: Array.from({ length: count }, (_, i) => ({
      text: form.text(`findings.${i}.text`),
      criterion: form.text(`findings.${i}.criterion`),
      dueDate: form.text(`findings.${i}.dueDate`),
    })),
  };
}

/** Rows of the form that say something: a finding without words is none. */
export function statedRows({ findings }: TypedClosing): number[] {
  return findings.flatMap(({ text }, row) => (text === '' ? [] : [row]));
}

/** As the API takes it. */
export function statedClosing(typed: TypedClosing): Record<string, unknown> {
  const findings = statedRows(typed).map((row) => {
    const { text, criterion, dueDate } = typed.findings[row]!;
    return {
      text,
      ...(criterion === '' ? {} : { criterion }),
      ...(dueDate === '' ? {} : { dueDate }),
    };
  });
  const { effectiveFrom } = typed;
  return { ...(effectiveFrom === '' ? {} : { effectiveFrom }), findings };
}
