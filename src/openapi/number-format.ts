import type { JsonSchema } from '../http/describe.js';

const INT32_MAX = 2 ** 31 - 1;

/** The schema of a number with the width that its limits need, for programs that are generated from the document. */
export function withFormat(schema: JsonSchema): JsonSchema {
  const { type, format, minimum, maximum } = schema;
  if (format !== undefined) return schema;
  if (type === 'number') return { ...schema, format: 'double' };
  if (type !== 'integer') return schema;
  const isNarrow = [minimum, maximum].every(
    (limit) => typeof limit === 'number' && Math.abs(limit) <= INT32_MAX,
  );
  return { ...schema, format: isNarrow ? 'int32' : 'int64' };
}
