import type { IncomingHttpHeaders } from 'node:http';
import type { CatalogueVersion } from './catalogue-version.js';

/**
 * Whether the caller has the answer already: by its tag, or by its time where it names no tag (RFC 9110, 13.2.2).
 * @param version of the catalogue, where the answer follows from that alone
 */
export function isUnchanged(
  headers: IncomingHttpHeaders,
  etag: string,
  version: CatalogueVersion | undefined,
): boolean {
  const noneMatch = headers['if-none-match'];
  if (noneMatch !== undefined) return namesTag(noneMatch, etag);
  const since = headers['if-modified-since'];
  return since !== undefined && version?.isUnchangedSince(since) === true;
}

/** Weak comparison, as RFC 9110 prescribes here. */
function namesTag(ifNoneMatch: string, etag: string): boolean {
  if (ifNoneMatch === etag || ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
