import type { Fault, FaultCode } from '../http/problem.js';

/** A line as it is proposed for a plan. */
export interface ProposedLine {
  kind: 'count' | 'service' | 'strand';
  title: string;
  titleEn?: string | null;
  level?: number | null;
  target?: number | null;
  unit?: 'service' | 'procedure' | null;
  serviceId?: string | null;
  agencyCode?: string | null;
  dueDate?: string | null;
  statedActual?: number | null;
  statedDenominator?: number | null;
  sourceIndicator?: string | null;
  note?: string | null;
  noteEn?: string | null;
  reason?: string | null;
}

/** What of a line may be changed: another kind or another service is another line. */
export type LineChange = Partial<Omit<ProposedLine, 'kind' | 'serviceId'>>;

export const LINES_MAX = 1000;

type Member = keyof ProposedLine;

/** What each kind of line must and may not say; the rest is free. */
const MEMBERS: Record<ProposedLine['kind'], { needs: Member[]; refuses: Member[] }> = {
  count: { needs: ['level', 'target', 'dueDate'], refuses: ['serviceId'] },
  service: { needs: ['serviceId', 'level', 'dueDate'], refuses: ['target', 'unit', 'agencyCode'] },
  strand: {
    needs: [],
    refuses: ['level', 'target', 'unit', 'serviceId', 'statedActual', 'statedDenominator'],
  },
};

/**
 * Everything that keeps the line out of the plan, whatever the catalogue holds; nothing is said of a kind that is not known.
 * @param approved the plan's baseline is frozen: who adds to it says why
 */
export function faultsOfLine(line: Partial<ProposedLine>, year: number, approved: boolean): Fault[] {
  const { kind } = line;
  const { needs, refuses } = kind === undefined ? { needs: [], refuses: [] } : MEMBERS[kind];
  const given = (member: Member) => line[member] !== undefined && line[member] !== null;
  const fault = (member: Member, code: FaultCode, params?: Fault['params']): Fault => ({
    in: 'body',
    pointer: `/${member}`,
    code,
    ...(params ? { params } : {}),
  });
  const faults = [
    ...needs.filter((member) => !given(member)).map((member) => fault(member, 'required')),
    ...refuses.filter(given).map((member) => fault(member, 'not_for_this_kind', { kind: kind!, member })),
  ];
  if (given('dueDate') && line.dueDate!.slice(0, 4) !== String(year)) {
    faults.push(fault('dueDate', 'not_in_plan_year', { year }));
  }
  if (given('statedDenominator') && !given('statedActual')) faults.push(fault('statedActual', 'required'));
  if (approved && !given('reason')) faults.push(fault('reason', 'replan_reason_required'));
  return faults;
}
