import type { JsonSchema } from '../../http/describe.js';

/** One member of a document: where it stands, and what it may hold. */
export interface SchemaField {
  /** `agency.code` */
  path: string;
  /** The same as a part of a message’s name. */
  name: string;
  type: string;
  isNullable: boolean;
  allowed: string[];
}

/** Every member of an object’s schema, those of objects within it too. */
export function fieldsOf(schema: JsonSchema, within = ''): SchemaField[] {
  const members = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>);
  return members.flatMap(([member, given]) => {
    const path = `${within}${member}`;
    const { schema: own, isNullable } = withoutNull(given);
    if (own['properties']) return fieldsOf(own, `${path}.`);
    const allowed = ((own['enum'] ?? []) as unknown[]).map(String);
    return [{ path, name: path.replaceAll('.', '_'), type: typeOf(own), isNullable, allowed }];
  });
}

function withoutNull(schema: JsonSchema): { schema: JsonSchema; isNullable: boolean } {
  const either = schema['anyOf'] as JsonSchema[] | undefined;
  const other = either?.find(({ type }) => type !== 'null');
  return other ? { schema: other, isNullable: true } : { schema, isNullable: false };
}

function typeOf(schema: JsonSchema): string {
  const { type, format, minimum, maximum, maxLength, items } = schema;
  if (type === 'array') return `${typeOf(items as JsonSchema)}[]`;
  if (schema['enum']) return 'string';
  if (format) return String(format);
  if (type === 'integer')
    return maximum === undefined ? 'integer' : `integer ${String(minimum)}–${String(maximum)}`;
  if (type === 'string') return maxLength === undefined ? 'string' : `string ≤ ${String(maxLength)}`;
  return String(type);
}
