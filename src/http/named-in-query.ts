import type { Queries } from '../database/reader.js';
import { Problem } from './problem.js';

/**
 * What a question names by its code has to be there, else its empty answer would be taken for a true one.
 * @param parameter that names it
 * @throws Problem 404 that says which parameter
 */
export async function requireNamed(
  queries: Queries,
  table: 'agency' | 'field' | 'procedure',
  code: string,
  parameter: string = table,
): Promise<void> {
  if (await queries.get(`SELECT code FROM ${table} WHERE code = :code`, { code })) return;
  throw new Problem(404, 'not_found', {
    faults: [{ in: 'query', pointer: `/${parameter}`, code: 'unknown_reference', params: { what: table } }],
  });
}
