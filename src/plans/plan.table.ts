import { SEALED, table } from '../database/table.js';

export interface PlanRow {
  year: number;
  title: string;
  titleEn: string | null;
  state: 'draft' | 'approved';
  /** JSON of the lines as they were when approved; null before. */
  baseline: string | null;
  approvedAt: string | null;
  approvedBy: string | null;
  note: string | null;
  noteEn: string | null;
  revision: number;
  updatedAt: string;
}

export interface PlanLineRow {
  year: number;
  no: number;
  kind: 'count' | 'service' | 'strand';
  title: string;
  titleEn: string | null;
  level: number | null;
  target: number | null;
  unit: 'service' | 'procedure' | null;
  serviceId: string | null;
  agencyCode: string | null;
  dueDate: string | null;
  /** What the year's report stated, not what the catalogue counts. */
  statedActual: number | null;
  statedDenominator: number | null;
  sourceIndicator: string | null;
  note: string | null;
  noteEn: string | null;
  /** Why the line came after the plan was approved. */
  reason: string | null;
  recordedAt: string;
  changedAt: string | null;
  changeReason: string | null;
  withdrawnAt: string | null;
  withdrawalReason: string | null;
}

/** How a line stood before it was changed. */
export interface PlanLinePastRow {
  year: number;
  no: number;
  version: number;
  level: number | null;
  target: number | null;
  dueDate: string | null;
  recordedAt: string;
  untilAt: string;
}

export interface IndicatorRow {
  id: string;
  position: number;
  groupKey: string;
  name: string;
  nameEn: string | null;
  unit: string | null;
}

export interface MeasurementRow {
  indicatorId: string;
  no: number;
  planYear: number;
  period: string;
  /** Decimal number as text, as the source writes it; null where the source gives none. */
  value: string | null;
  comparator: string;
  quote: string | null;
  source: string | null;
  actor: string;
  recordedAt: string;
}

export const PlanTable = table<PlanRow>('plan', SEALED, {
  year: 'int pk',
  title: 'text',
  titleEn: 'text?',
  state: 'text',
  baseline: 'text?',
  approvedAt: 'text?',
  approvedBy: 'text?',
  note: 'text?',
  noteEn: 'text?',
  revision: 'int',
  updatedAt: 'text',
});

export const PlanLineTable = table<PlanLineRow>('plan_line', SEALED, {
  year: 'int pk',
  no: 'int pk',
  kind: 'text',
  title: 'text',
  titleEn: 'text?',
  level: 'int?',
  target: 'big?',
  unit: 'text?',
  serviceId: 'text?',
  agencyCode: 'text?',
  dueDate: 'text?',
  statedActual: 'big?',
  statedDenominator: 'big?',
  sourceIndicator: 'text?',
  note: 'text?',
  noteEn: 'text?',
  reason: 'text?',
  recordedAt: 'text',
  changedAt: 'text?',
  changeReason: 'text?',
  withdrawnAt: 'text?',
  withdrawalReason: 'text?',
});

export const PlanLinePastTable = table<PlanLinePastRow>('plan_line_past', SEALED, {
  year: 'int pk',
  no: 'int pk',
  version: 'int pk',
  level: 'int?',
  target: 'big?',
  dueDate: 'text?',
  recordedAt: 'text',
  untilAt: 'text',
});

export const IndicatorTable = table<IndicatorRow>('indicator', SEALED, {
  id: 'text pk',
  position: 'int',
  groupKey: 'text',
  name: 'text',
  nameEn: 'text?',
  unit: 'text?',
});

export const MeasurementTable = table<MeasurementRow>('measurement', SEALED, {
  indicatorId: 'text pk',
  no: 'int pk',
  planYear: 'int',
  period: 'text',
  value: 'text?',
  comparator: 'text',
  quote: 'text?',
  source: 'text?',
  actor: 'text',
  recordedAt: 'text',
});
