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
  lines: PlanLine[];
  /** The lines as they were approved; null before. */
  baseline: { approvedAt: string; lines: PlanLine[] } | null;
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
    baseline: baseline === null ? null : (JSON.parse(baseline) as Plan['baseline']),
  };
}

/** All plans, the latest year first. */
export function planHeads(queries: Queries): Promise<(PlanHead & { lineCount: number })[]> {
  return queries.all(
    `SELECT ${HEAD}, (SELECT COUNT(*) FROM plan_line l WHERE l.year = plan.year) AS "lineCount"
     FROM plan ORDER BY year DESC`,
  );
}

function linesOf(queries: Queries, year: number): Promise<PlanLine[]> {
  return queries.all<PlanLine>(
    `SELECT no, kind, title, title_en AS "titleEn", level, target, unit, service_id AS "serviceId",
       agency_code AS "agencyCode", due_date AS "dueDate", stated_actual AS "statedActual",
       stated_denominator AS "statedDenominator", source_indicator AS "sourceIndicator", note, note_en AS "noteEn",
       reason, recorded_at AS "recordedAt"
     FROM plan_line WHERE year = :year ORDER BY no`,
    { year },
  );
}
