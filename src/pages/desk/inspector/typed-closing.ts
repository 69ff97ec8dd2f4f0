import { addDays } from '../../../domain/dates/civil-date.js';
import type { FormValues } from '../../../http/form-body.js';
import type { InspectionView } from '../../../inspections/inspection-view.query.js';

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

const DAYS_TO_MEND = 30;
const FINDINGS_AT_MOST = 100;

/** A finding for each criterion that was not met, in the words of the inspector or else of the scheme; agencies read it. */
export function proposedClosing(view: InspectionView, today: string): TypedClosing {
  const dueDate = addDays(today, DAYS_TO_MEND);
  const missed = view.criteria.filter(({ inspected }) => inspected?.outcome === 'not_met');
  const findings = missed.map(({ id, title, howToMend, inspected }) => ({
    text: `${title.vi}: ${inspected?.note ?? howToMend.vi}`,
    criterion: id,
    dueDate,
  }));
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
