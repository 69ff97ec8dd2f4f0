import type { JsonSchema } from '../http/describe.js';
import { code, count, instant, list, name, object, oneOf, orNull, text } from '../http/schemas.js';
import { COMPARATORS } from './measurement-rules.js';

const DECIMAL: JsonSchema = {
  type: 'string',
  pattern: '^-?\\d{1,15}(\\.\\d{1,6})?$',
  maxLength: 23,
  description: 'A decimal number as text',
};

/** What a measurement says, without when it was recorded. */
export const STATEMENT: Record<string, JsonSchema> = {
  period: text(9),
  value: orNull(DECIMAL),
  comparator: oneOf(COMPARATORS),
  quote: orNull(text(4000)),
  source: orNull(text(500)),
};

export const HISTORY: JsonSchema = list(
  object({ no: count, planYear: count, ...STATEMENT, recordedAt: instant }),
  10_000,
);

export const INDICATOR: JsonSchema = {
  title: 'Indicator',
  ...object({
    id: code,
    position: count,
    group: text(100),
    name,
    nameEn: orNull(name),
    unit: orNull(text(100)),
    history: HISTORY,
  }),
};

export const INDICATORS: JsonSchema = {
  title: 'Indicators',
  ...object({ items: list(INDICATOR, 10_000), next: { type: 'null' }, total: count }),
};
