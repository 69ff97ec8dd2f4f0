import type { JsonSchema } from '../http/describe.js';
import {
  code,
  count,
  day,
  flag,
  instant,
  list,
  name,
  object,
  oneOf,
  orNull,
  share,
  text,
} from '../http/schemas.js';
import { HISTORY, STATEMENT } from './indicators.schema.js';
import { LINES_MAX } from './line-rules.js';
import { BASELINE, KEPT_LINE, LINE_FATE, SHOWN_LINE } from './plans.schema.js';

/** A pace falls below zero where services leave the list. */
const number: JsonSchema = { type: 'number', minimum: -1_000_000_000_000, maximum: 1_000_000_000_000 };
const listPath = text(2000);

const CATALOGUE_NUMBER: JsonSchema = {
  title: 'PlanLineNumber',
  ...object({
    value: orNull(share),
    numerator: count,
    denominator: count,
    excluded: list(object({ reason: text(100), count }), 20),
    basis: oneOf(['published', 'declared', 'verified']),
    asOf: day,
    knownAt: instant,
    ruleId: text(100),
    list: listPath,
    demonstration: count,
  }),
};

const FORECAST: JsonSchema = object({
  ruleId: text(100),
  from: day,
  asOf: day,
  dueDate: day,
  paceSoFar: number,
  paceNeeded: number,
  expected: number,
  reaches: flag,
});

const LINE: JsonSchema = {
  title: 'PlanLineProgress',
  ...object({
    ...SHOWN_LINE,
    ...LINE_FATE,
    inBaseline: flag,
    state: oneOf(['withdrawn', 'met', 'missed', 'on_track', 'late', 'not_measurable']),
    stateBasis: orNull(oneOf(['stated', 'catalogue'])),
    stateRuleId: text(100),
    forecast: orNull(FORECAST),
    stated: orNull(
      object({
        actual: count,
        denominator: orNull(count),
        text: text(100),
        textEn: text(100),
        comparator: orNull(text(10)),
        sourceIndicator: orNull(code),
        quote: orNull(text(4000)),
      }),
    ),
    catalogue: orNull(CATALOGUE_NUMBER),
  }),
};

const BURN_UP_MONTH: JsonSchema = object({
  month: { type: 'string', pattern: '^\\d{4}-\\d{2}$', maxLength: 7 },
  asOf: day,
  count: orNull(count),
  demonstration: orNull(count),
  target: count,
  list: orNull(listPath),
});

const INDICATOR_GROUP: JsonSchema = object({
  group: text(100),
  title: name,
  titleEn: name,
  items: list(
    object({
      id: code,
      name,
      nameEn: orNull(name),
      unit: orNull(text(100)),
      comparator: STATEMENT['comparator']!,
      value: STATEMENT['value']!,
      period: STATEMENT['period']!,
      quote: STATEMENT['quote']!,
      source: STATEMENT['source']!,
      history: HISTORY,
    }),
    10_000,
  ),
});

export const PLAN_YEAR: JsonSchema = {
  title: 'PlanYear',
  ...object({
    year: count,
    asOf: day,
    plan: object({
      title: name,
      titleEn: orNull(name),
      state: oneOf(['draft', 'approved']),
      approvedAt: orNull(instant),
      note: orNull(name),
      noteEn: orNull(name),
      baseline: BASELINE,
    }),
    lines: list(LINE, LINES_MAX),
    burnUpLine: orNull(count),
    burnUp: list(BURN_UP_MONTH, 12),
    indicators: list(INDICATOR_GROUP, 1000),
    nextPlan: orNull(
      object({ year: count, title: name, titleEn: orNull(name), lines: list(KEPT_LINE, LINES_MAX) }),
    ),
    catalogueNote: orNull(name),
    catalogueNoteEn: orNull(name),
  }),
};
