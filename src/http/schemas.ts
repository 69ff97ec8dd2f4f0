import type { JsonSchema } from './describe.js';

/** Building blocks of the schemas in the OpenAPI document. */

export const text = (maxLength: number): JsonSchema => ({ type: 'string', maxLength });
export const code: JsonSchema = { type: 'string', maxLength: 64 };
export const day: JsonSchema = { type: 'string', format: 'date' };
export const instant: JsonSchema = { type: 'string', format: 'date-time' };
/** Addresses are kept as people wrote them, with letters of any script (RFC 3987). */
export const address: JsonSchema = { type: 'string', format: 'iri', maxLength: 2000 };
/** A SHA-256, in lower-case hexadecimal digits. */
export const sha256: JsonSchema = { type: 'string', pattern: '^[0-9a-f]{64}$', maxLength: 64 };
export const flag: JsonSchema = { type: 'boolean' };
export const count: JsonSchema = { type: 'integer', minimum: 0 };
export const level: JsonSchema = { type: 'integer', minimum: 1, maximum: 3 };

/** Names and sentences of the catalogue; the longest real procedure name has 1,094 characters. */
export const name: JsonSchema = text(2000);

export function orNull(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: 'null' }] };
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
    next: orNull(text(1000)),
    total: count,
    asOf: day,
    seq: count,
  });
}
