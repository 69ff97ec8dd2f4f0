import type { JsonSchema } from './describe.js';
import { CODE_MAX, CODE_PATTERN, SERVICE_ID_MAX, SERVICE_ID_PATTERN } from './coded-input.js';

/** Building blocks of the schemas in the OpenAPI document. */

/** No control characters but tab and line ends: bodies, forms, addresses and cells with others are refused. */
export const CLEAN_TEXT = '^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$';

export const text = (maxLength: number): JsonSchema => ({ type: 'string', maxLength, pattern: CLEAN_TEXT });
/** What others wrote, told as it came: with whatever characters it has. */
export const foreignText = (maxLength: number): JsonSchema => ({ type: 'string', maxLength });
export const code: JsonSchema = { type: 'string', maxLength: CODE_MAX, pattern: CODE_PATTERN.source };
export const serviceId: JsonSchema = {
  type: 'string',
  maxLength: SERVICE_ID_MAX,
  pattern: SERVICE_ID_PATTERN.source,
};
/** Where the next page begins, for programs to send back as it is. */
export const cursor: JsonSchema = { type: 'string', maxLength: 1000, pattern: '^[A-Za-z0-9_-]+$' };
export const day: JsonSchema = { type: 'string', format: 'date' };
export const instant: JsonSchema = { type: 'string', format: 'date-time' };
/** Addresses are kept as people wrote them, with letters of any script (RFC 3987). */
export const address: JsonSchema = { type: 'string', format: 'iri', maxLength: 2000 };
/** A SHA-256, in lower-case hexadecimal digits. */
export const sha256: JsonSchema = { type: 'string', pattern: '^[0-9a-f]{64}$', maxLength: 64 };
export const flag: JsonSchema = { type: 'boolean' };
export const count: JsonSchema = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
export const share: JsonSchema = { type: 'number', minimum: 0, maximum: 1 };
export const level: JsonSchema = { type: 'integer', minimum: 1, maximum: 3 };

/** What a level scheme says of a service: a number, a word of its own, or nothing. */
export const schemeValue: JsonSchema = {
  anyOf: [text(60), { type: 'integer', minimum: 0, maximum: 1000 }, { type: 'null' }],
};

/** Names and sentences of the catalogue; the longest real procedure name has 1,094 characters. */
export const name: JsonSchema = text(2000);

/** The format of a text stands outside too, where programs look for it that do not look into alternatives. */
export function orNull(schema: JsonSchema): JsonSchema {
  const { type, format } = schema;
  return { ...(type === 'string' && format ? { format } : {}), anyOf: [schema, { type: 'null' }] };
}

export function list(items: JsonSchema, maxItems: number): JsonSchema {
  return { type: 'array', items, minItems: 0, maxItems };
}

/** An object with just these members; all of them are always there but the ones named as optional. */
export function object(properties: Record<string, JsonSchema>, optional: readonly string[] = []): JsonSchema {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties).filter((property) => !optional.includes(property)),
    additionalProperties: false,
  };
}

/** One of the words. */
export function oneOf(words: readonly (string | number)[]): JsonSchema {
  return { enum: [...words] };
}

/** A page of a list. */
export function page(items: JsonSchema): JsonSchema {
  return object({
    items: list(items, 500),
    next: orNull(cursor),
    total: count,
    asOf: day,
    seq: count,
  });
}
