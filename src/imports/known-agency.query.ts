import type { Queries } from '../database/reader.js';
import { badRequest } from '../http/problem.js';

/** @throws Problem 400 where there is no agency of the code that was chosen for rows that name none */
export async function requireKnownAgency(queries: Queries, code: string | undefined): Promise<void> {
  if (code === undefined) return;
  if (await queries.get('SELECT code FROM agency WHERE code = :code', { code })) return;
  throw badRequest([
    { in: 'body', pointer: '/agency', code: 'unknown_reference', params: { what: 'agency' } },
  ]);
}
