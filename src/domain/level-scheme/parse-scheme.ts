import { FACT_KEYS, FACT_STATES } from '../service-facts.js';
import { LEVELS, REQUIREMENTS, type Scheme } from './scheme.js';

export interface SchemeError {
  /** JSON pointer to what is wrong. */
  at: string;
  message: string;
}

export type ParsedScheme = { scheme: Scheme; errors: [] } | { scheme: null; errors: SchemeError[] };

type Check = (value: unknown, at: string, errors: SchemeError[]) => void;

/** Reads a scheme from JSON. What comes back either is a scheme or lists everything that is wrong with it. */
export function parseScheme(json: unknown): ParsedScheme {
  const errors: SchemeError[] = [];
  const kind = isRecord(json) ? json['kind'] : undefined;
  if (kind === 'levels') levelScheme(json, '', errors);
  else if (kind === 'values') valueScheme(json, '', errors);
  else errors.push({ at: '/kind', message: 'must be "levels" or "values"' });
  return errors.length === 0 ? { scheme: json as Scheme, errors: [] } : { scheme: null, errors };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const expect =
  (what: string, fits: (value: unknown) => boolean): Check =>
  (value, at, errors) => {
    if (!fits(value)) errors.push({ at, message: `must be ${what}` });
  };

const oneOf = (allowed: readonly unknown[]): Check =>
  expect(`one of ${allowed.map((a) => JSON.stringify(a)).join(', ')}`, (v) => allowed.includes(v));

const text = expect('a text that is not blank', (v) => typeof v === 'string' && v.trim() !== '');
const flag = expect('true or false', (v) => typeof v === 'boolean');
const value = expect(
  'a text of 60 characters at most, a whole number from 0 to 1000, or null',
  (v) =>
    v === null ||
    (typeof v === 'string' && v.length <= 60) ||
    (Number.isInteger(v) && (v as number) >= 0 && (v as number) <= 1000),
);
const day = expect(
  'a day such as "2022-08-15" or null',
  (v) => v === null || (typeof v === 'string' && /^\d{4}-\d\d-\d\d$/.test(v) && !Number.isNaN(Date.parse(v))),
);

const listOf =
  (item: Check, least = 0): Check =>
  (v, at, errors) => {
    if (!Array.isArray(v)) return void errors.push({ at, message: 'must be a list' });
    if (v.length < least) errors.push({ at, message: `must have at least ${least} item` });
    v.forEach((one, i) => item(one, `${at}/${i}`, errors));
  };

/** Exactly these members; a name that ends in `?` may be left out. An unknown member is an error, never ignored. */
const record = (shape: Record<string, Check>): Check => {
  const members = Object.entries(shape).map(([name, check]) => ({
    name: name.replace('?', ''),
    check,
    optional: name.endsWith('?'),
  }));
  return (v, at, errors) => {
    if (!isRecord(v)) return void errors.push({ at, message: 'must be an object' });
    for (const { name, check, optional } of members) {
      if (name in v) check(v[name], `${at}/${name}`, errors);
      else if (!optional) errors.push({ at: `${at}/${name}`, message: 'is missing' });
    }
    for (const name of Object.keys(v)) {
      if (!members.some((m) => m.name === name))
        errors.push({ at: `${at}/${name}`, message: 'is not known' });
    }
  };
};

const both = record({ vi: text, en: text });

const head = {
  kind: text,
  id: expect(
    'lower-case letters, digits, "." and "-", 60 at most',
    (v) => typeof v === 'string' && /^[a-z0-9.-]{1,60}$/.test(v),
  ),
  title: both,
  sources: listOf(record({ text: both, later: flag }), 1),
  validFrom: day,
  validTo: day,
  lossy: both,
};

const criterion = record({
  id: text,
  level: oneOf(LEVELS),
  title: both,
  fact: oneOf(FACT_KEYS),
  allowsNotApplicable: flag,
  'notApplicableWith?': oneOf(FACT_KEYS),
  requires: listOf(oneOf(REQUIREMENTS)),
  expectsEvidence: flag,
  source: text,
  howToMend: both,
});

const factCondition = record({ fact: oneOf(FACT_KEYS), is: listOf(oneOf(FACT_STATES), 1), 'url?': flag });

const condition: Check = (v, at, errors) => {
  if (isRecord(v) && 'all' in v) record({ all: listOf(condition, 1) })(v, at, errors);
  else if (isRecord(v) && 'any' in v) record({ any: listOf(condition, 1) })(v, at, errors);
  else factCondition(v, at, errors);
};

const levelScheme: Check = (v, at, errors) => {
  const level = record({ level: oneOf(LEVELS), name: both });
  record({ ...head, levels: listOf(level), criteria: listOf(criterion, 1) })(v, at, errors);
  if (errors.length > 0) return;
  const { levels, criteria } = v as Extract<Scheme, { kind: 'levels' }>;
  unique(
    criteria.map((c) => c.id),
    `${at}/criteria`,
    errors,
  );
  if (JSON.stringify(levels.map((l) => l.level)) !== JSON.stringify(LEVELS)) {
    errors.push({ at: `${at}/levels`, message: `must be the levels ${LEVELS.join(', ')} in this order` });
  }
  for (const l of LEVELS) {
    // A level without a criterion would be reached by everybody.
    if (!criteria.some((c) => c.level === l))
      errors.push({ at: `${at}/criteria`, message: `has none of level ${l}` });
  }
};

const valueScheme: Check = (v, at, errors) => {
  const otherwise = record({ value, name: both });
  const values = listOf(record({ value, name: both, when: condition }), 1);
  record({ ...head, otherwise, values })(v, at, errors);
  if (errors.length > 0) return;
  const scheme = v as Extract<Scheme, { kind: 'values' }>;
  unique([scheme.otherwise.value, ...scheme.values.map((one) => one.value)], `${at}/values`, errors);
};

function unique(ids: readonly unknown[], at: string, errors: SchemeError[]): void {
  for (const id of new Set(ids.filter((one, i) => ids.indexOf(one) !== i))) {
    errors.push({ at, message: `has ${JSON.stringify(id)} more than once` });
  }
}
