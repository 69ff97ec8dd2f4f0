import type { JsonSchema } from '../http/describe.js';
import {
  code,
  day,
  flag,
  level,
  list,
  name,
  object,
  oneOf,
  orNull,
  schemeValue,
  text,
} from '../http/schemas.js';

const words = object({ vi: name, en: name });

const head = {
  id: text(60),
  kind: oneOf(['levels', 'values']),
  title: words,
  sources: list(object({ text: words, later: flag }), 20),
  validFrom: orNull(day),
  validTo: orNull(day),
  lossy: words,
};

const CRITERION: JsonSchema = {
  title: 'Criterion',
  ...object(
    {
      id: text(60),
      level,
      title: words,
      fact: text(60),
      allowsNotApplicable: flag,
      notApplicableWith: text(60),
      requires: list(oneOf(['url', 'urlForEachForm', 'receipt']), 3),
      expectsEvidence: flag,
      source: name,
      howToMend: words,
    },
    ['notApplicableWith'],
  ),
};

/** `fact` in one of the states `is`, or several conditions together. */
const CONDITION: JsonSchema = {
  title: 'Condition',
  anyOf: [
    object({ fact: code, is: list(code, 4), url: flag }, ['url']),
    object({ all: list({ $ref: '#/components/schemas/Condition' }, 50) }),
    object({ any: list({ $ref: '#/components/schemas/Condition' }, 50) }),
  ],
};

/** A scheme of cumulative levels with its criteria, or one of values with the conditions of each. */
export const SCHEME: JsonSchema = {
  title: 'Scheme',
  ...object(
    {
      ...head,
      levels: list(object({ level, name: words }), 3),
      criteria: list(CRITERION, 100),
      otherwise: object({ value: schemeValue, name: words }),
      values: list(object({ value: schemeValue, name: words, when: CONDITION }), 20),
    },
    ['levels', 'criteria', 'otherwise', 'values'],
  ),
};

export const SCHEME_LIST: JsonSchema = { title: 'SchemeList', ...object({ items: list(SCHEME, 50) }) };
