import type { IncomingHttpHeaders } from 'node:http';
import { etagOf } from './finish.js';
import { Problem } from './problem.js';

/** The tag that a GET answers for an object which the framework writes as JSON. */
export function etagOfJson(representation: unknown): string {
  return etagOf(JSON.stringify(representation));
}

/** What of a request says on which state of a record it rests. */
export interface Conditional {
  headers: IncomingHttpHeaders;
}

/**
 * Lets a write to an existing record through only where the caller has read its present state. Call it inside the
 * transaction that writes, with the tags of the record as it is there.
 * @param etags of the uncompressed representations of the record, as GET answers them
 * @throws Problem 428 where `If-Match` is missing, 412 where it names none of the tags
 */
export function requireIfMatch(request: Conditional, etags: readonly string[]): void {
  const wanted = request.headers['if-match'];
  if (wanted === undefined || wanted.trim() === '') throw new Problem(428, 'precondition_required');
  if (wanted.trim() === '*') return;
  // Strong comparison (RFC 9110, 13.1.1): a weak tag never matches.
  const tags = wanted.split(',').map((tag) => tag.trim());
  const matches = tags.some((tag) => etags.includes(tag) || etags.includes(withoutCoding(tag)));
  if (!matches) throw new Problem(412, 'precondition_failed');
}

/** Compressed forms carry the tag of the uncompressed one with the coding in it: an edit may rest on any of them. */
function withoutCoding(tag: string): string {
  return tag.replace(/-(?:br|gzip)"$/, '"');
}
