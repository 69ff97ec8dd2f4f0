import type { IncomingHttpHeaders } from 'node:http';
import type { Unit } from '../database/unit.js';
import { etagOf } from '../http/finish.js';
import { etagOfJson, requireIfMatch } from '../http/preconditions.js';
import { statedFacts } from './facts.query.js';
import { publishedDocument } from './standing.query.js';

/** A request with or without `If-Match`. */
export interface Conditional {
  headers: IncomingHttpHeaders;
}

/**
 * Takes the tag of the published service or of its facts: both change with every saving of the facts, and a service that
 * is not in the list today has only the second.
 * @throws Problem 428, 412
 */
export async function requireCurrent(unit: Unit, id: string, request: Conditional): Promise<void> {
  const doc = await publishedDocument(unit, id);
  const facts = etagOfJson(await statedFacts(unit, id, unit.today));
  requireIfMatch(request, doc === null ? [facts] : [etagOf(doc), facts]);
}

/** The same where the caller may leave `If-Match` out. */
export async function requireIfCurrent(unit: Unit, id: string, request: Conditional): Promise<void> {
  if (request.headers['if-match'] !== undefined) await requireCurrent(unit, id, request);
}
