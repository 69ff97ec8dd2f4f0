import type { JsonSchema } from '../http/describe.js';
import {
  code,
  count,
  day,
  instant,
  level,
  list,
  name,
  object,
  oneOf,
  orNull,
  serviceId,
} from '../http/schemas.js';
import { LINES_MAX } from './line-rules.js';

/** Members of a line as the year's page shows it. */
export const SHOWN_LINE: Record<string, JsonSchema> = {
  no: count,
  kind: oneOf(['count', 'service', 'strand']),
  title: name,
  titleEn: orNull(name),
  level: orNull(level),
  target: orNull(count),
  unit: orNull(oneOf(['service', 'procedure'])),
  serviceId: orNull(serviceId),
  agencyCode: orNull(code),
  dueDate: orNull(day),
  note: orNull(name),
  noteEn: orNull(name),
  reason: orNull(name),
};

/** How a line came to be as it is. */
export const LINE_FATE: Record<string, JsonSchema> = {
  changedAt: orNull(instant),
  changeReason: orNull(name),
  withdrawnAt: orNull(instant),
  withdrawalReason: orNull(name),
};

export const KEPT_LINE: JsonSchema = {
  title: 'PlanLine',
  ...object({
    ...SHOWN_LINE,
    statedActual: orNull(count),
    statedDenominator: orNull(count),
    sourceIndicator: orNull(code),
    recordedAt: instant,
    ...LINE_FATE,
  }),
};

const HEAD_MEMBERS: Record<string, JsonSchema> = {
  year: count,
  title: name,
  titleEn: orNull(name),
  state: oneOf(['draft', 'approved']),
  approvedAt: orNull(instant),
  note: orNull(name),
  noteEn: orNull(name),
  updatedAt: instant,
};

export const BASELINE: JsonSchema = orNull(
  object({ approvedAt: instant, lines: list(KEPT_LINE, LINES_MAX) }),
);

export const PLAN: JsonSchema = {
  title: 'Plan',
  ...object({ ...HEAD_MEMBERS, lines: list(KEPT_LINE, LINES_MAX), baseline: BASELINE }),
};

export const PLANS: JsonSchema = {
  title: 'Plans',
  ...object({
    items: list(object({ ...HEAD_MEMBERS, lineCount: count }), 200),
    next: { type: 'null' },
    total: count,
  }),
};
