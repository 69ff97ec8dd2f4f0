import { BASES } from '../domain/verification-counts.js';
import { WEIGHTS } from '../domain/coverage.js';
import type { JsonSchema } from '../http/describe.js';
import {
  code,
  count,
  cursor,
  day,
  flag,
  instant,
  level,
  list,
  name,
  object,
  oneOf,
  orNull,
  page,
  serviceId,
  share,
  text,
} from '../http/schemas.js';
import { LEVEL_BASES } from '../publication/service-filter.js';
import { MOVES } from './compare.query.js';
import { GROUPINGS } from './report-question.js';

const path = text(2000);
const ruleId = text(60);
const byLevel = (value: JsonSchema): JsonSchema => object({ 1: value, 2: value, 3: value });
const ROWS_AT_MOST = 20_000;

const CONTEXT = { basis: oneOf(LEVEL_BASES), asOf: day, knownAt: instant };

/** A number that says what it counted. */
export const NUMBER: JsonSchema = {
  title: 'Number',
  ...object({
    value: orNull(share),
    numerator: count,
    denominator: count,
    excluded: list(object({ reason: text(60), count }), 20),
    ...CONTEXT,
    ruleId,
    list: path,
  }),
};

const MARKS = {
  verified: count,
  stale: count,
  overClaimed: count,
  violations: count,
  demonstration: count,
};

const COUNTS = {
  total: count,
  none: count,
  exact: byLevel(count),
  atLeast: byLevel(count),
  ...MARKS,
  coverage: byLevel(NUMBER),
  list: path,
};

const words = text(40);
const LIST_WORDS = object({
  none: words,
  exact: byLevel(words),
  atLeast: byLevel(words),
  ...Object.fromEntries(Object.keys(MARKS).map((mark) => [mark, words])),
});

const SCOPE = { unit: oneOf(['service', 'procedure']), scope: oneOf(['own', 'subtree']), ruleId, seq: count };

export const COVERAGE: JsonSchema = {
  title: 'Coverage',
  ...object({
    rows: list(object({ key: code, name, ...COUNTS }), ROWS_AT_MOST),
    totals: object(COUNTS),
    ...CONTEXT,
    ...SCOPE,
    by: oneOf(GROUPINGS),
    weight: oneOf(WEIGHTS),
    volumePeriod: orNull(text(7)),
    listWords: LIST_WORDS,
  }),
};

const byBasis = (value: JsonSchema): JsonSchema =>
  object(Object.fromEntries(BASES.map((basis) => [basis, value])));

const VERIFIED = {
  total: count,
  demonstration: count,
  byBasis: byBasis(object({ total: count, none: count, exact: byLevel(count) })),
  verificationCoverage: NUMBER,
  stale: NUMBER,
  overClaims: NUMBER,
  list: path,
};

export const VERIFICATION: JsonSchema = {
  title: 'VerificationReport',
  ...object({
    rows: list(object({ key: code, name, ...VERIFIED }), ROWS_AT_MOST),
    totals: object(VERIFIED),
    ...CONTEXT,
    by: oneOf(GROUPINGS),
    scope: oneOf(['own', 'subtree']),
    rules: object({ verificationCoverage: ruleId, stale: ruleId, overClaims: ruleId }),
    seq: count,
    listWords: byBasis(words),
    levelWords: object({ none: words, exact: byLevel(words) }),
  }),
};

export const TIMELINE: JsonSchema = {
  title: 'Timeline',
  ...object({
    points: list(object({ asOf: day, ...COUNTS }), 400),
    from: day,
    to: day,
    step: oneOf(['month', 'quarter', 'year']),
    basis: oneOf(LEVEL_BASES),
    knownAt: instant,
    ...SCOPE,
    listWords: LIST_WORDS,
  }),
};

const SERVICE_NAMED = { id: serviceId, agency: object({ code, name }), procedure: object({ code, name }) };
const SIDE = object({ ...CONTEXT, ...COUNTS });

export const COMPARISON: JsonSchema = {
  title: 'Comparison',
  ...object({
    a: SIDE,
    b: SIDE,
    moves: object(Object.fromEntries(MOVES.map((move) => [move, object({ count, list: path })]))),
    items: list(
      object({
        ...SERVICE_NAMED,
        move: oneOf(MOVES),
        a: orNull(object({ level: orNull(level) })),
        b: orNull(object({ level: orNull(level) })),
      }),
      500,
    ),
    next: orNull(cursor),
    total: count,
    ...SCOPE,
    listWords: LIST_WORDS,
  }),
};

const RATES = list(object({ key: code, name, rate: NUMBER }), ROWS_AT_MOST);

const findings = (title: string, item: Record<string, JsonSchema>): JsonSchema => ({
  title,
  ...object({
    items: list(object({ ...SERVICE_NAMED, field: code, ...item }), 500),
    next: orNull(cursor),
    total: count,
    asOf: day,
    knownAt: instant,
    seq: count,
    rule: object({ vi: text(500), en: text(500) }),
    rate: NUMBER,
    rates: RATES,
  }),
});

export const VIOLATIONS = findings('Violations', { level, due: flag });
export const OVER_CLAIMS = findings('OverClaims', {
  declaredLevel: level,
  verifiedLevel: orNull(level),
  basis: oneOf(['verified', 'verified_stale']),
});

export const WEIGHTED_SERVICES: JsonSchema = {
  title: 'WeightedServices',
  ...object({
    items: list(object({ ...SERVICE_NAMED, dossiers: orNull(count) }), 500),
    next: orNull(cursor),
    total: count,
    dossiers: count,
    volumePeriod: text(7),
    asOf: day,
    seq: count,
  }),
};

export const COUNTED_PROCEDURES: JsonSchema = {
  title: 'CountedProcedures',
  ...page(
    object({
      code,
      name,
      field: code,
      lowestLevel: orNull(level),
      services: object({ total: count, none: count, exact: byLevel(count) }),
    }),
  ),
};
