import type { Queries } from '../database/reader.js';

export interface PlanLine {
  no: number;
  kind: 'count' | 'service' | 'strand';
  title: string;
  titleEn: string | null;
  level: 1 | 2 | 3 | null;
  target: number | null;
  unit: 'service' | 'procedure' | null;
  serviceId: string | null;
  agencyCode: string | null;
  dueDate: string | null;
  statedActual: number | null;
  statedDenominator: number | null;
  sourceIndicator: string | null;
  note: string | null;
  noteEn: string | null;
  /** Why it came after the plan was approved. */
  reason: string | null;
  recordedAt: string;
}

/** A line as it stands now, and why it is not as it was first recorded. */
export interface KeptLine extends PlanLine {
  changedAt: string | null;
  changeReason: string | null;
  /** A line that was withdrawn asks for nothing any more, and keeps its number. */
  withdrawnAt: string | null;
  withdrawalReason: string | null;
}

export interface PlanHead {
  year: number;
  title: string;
  titleEn: string | null;
  state: 'draft' | 'approved';
  approvedAt: string | null;
  note: string | null;
  noteEn: string | null;
  updatedAt: string;
}

export interface Plan extends PlanHead {
  lines: KeptLine[];
  /** The lines as they were approved; null before. */
  baseline: { approvedAt: string; lines: KeptLine[] } | null;
}

const HEAD = `year, title, title_en AS "titleEn", state, approved_at AS "approvedAt", note, note_en AS "noteEn",
  updated_at AS "updatedAt"`;

/** One plan with its lines; call it inside a snapshot or a transaction. */
export async function planOf(queries: Queries, year: number): Promise<Plan | undefined> {
  const row = await queries.get<PlanHead & { baseline: string | null }>(
    `SELECT ${HEAD}, baseline FROM plan WHERE year = :year`,
    { year },
  );
  if (!row) return undefined;
  const { baseline, ...head } = row;
  return {
    ...head,
    lines: await linesOf(queries, year),
    baseline: baseline === null ? null : baselineOf(baseline),
  };
}

/** Baselines that were frozen before lines could change say nothing of changes. */
function baselineOf(json: string): NonNullable<Plan['baseline']> {
  const { approvedAt, lines } = JSON.parse(json) as { approvedAt: string; lines: PlanLine[] };
  const asRecorded = { changedAt: null, changeReason: null, withdrawnAt: null, withdrawalReason: null };
  return { approvedAt, lines: lines.map((line) => ({ ...asRecorded, ...line })) };
}

/** Lines that are not withdrawn. */
export function linesInEffect(lines: readonly KeptLine[]): KeptLine[] {
  return lines.filter(({ withdrawnAt }) => withdrawnAt === null);
}

/** All plans, the latest year first, with how many lines are in effect. */
export function planHeads(queries: Queries): Promise<(PlanHead & { lineCount: number })[]> {
  return queries.all(
    `SELECT ${HEAD}, (SELECT COUNT(*) FROM plan_line l WHERE l.year = plan.year AND l.withdrawn_at IS NULL)
       AS "lineCount"
     FROM plan ORDER BY year DESC`,
  );
}

function linesOf(queries: Queries, year: number): Promise<KeptLine[]> {
  return queries.all<KeptLine>(
    `SELECT no, kind, title, title_en AS "titleEn", level, target, unit, service_id AS "serviceId",
       agency_code AS "agencyCode", due_date AS "dueDate", stated_actual AS "statedActual",
       stated_denominator AS "statedDenominator", source_indicator AS "sourceIndicator", note, note_en AS "noteEn",
       reason, recorded_at AS "recordedAt", changed_at AS "changedAt", change_reason AS "changeReason",
       withdrawn_at AS "withdrawnAt", withdrawal_reason AS "withdrawalReason"
     FROM plan_line WHERE year = :year ORDER BY no`,
    { year },
  );
}
