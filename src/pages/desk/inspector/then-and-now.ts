import type { Evidence } from '../../../public-services/evidence/evidence.query.js';

/** What an address showed when the agency stated the fact, and what it shows now. */
export interface ThenAndNow {
  url: string;
  /** The capture that the fact rests on, or else the first one; null where the address was never captured. */
  stated: Evidence | null;
  /** The last capture, where there is a later one. */
  now: Evidence | null;
  /** Whether both gave the same bytes; null where there is nothing to compare. */
  isSame: boolean | null;
}

/**
 * @param evidence all of the service, in the order of its numbers
 * @param cited ids of the evidence that the fact names
 */
export function thenAndNow(
  urls: readonly string[],
  evidence: readonly Evidence[],
  cited: readonly string[],
): ThenAndNow[] {
  return urls.map((url) => {
    const captures = evidence.filter((one) => one.kind === 'url' && one.url === url);
    const stated = captures.findLast((one) => cited.includes(one.id)) ?? captures[0] ?? null;
    const last = captures.at(-1) ?? null;
    const now = last === stated ? null : last;
    const isSame = stated?.sha256 && now?.sha256 ? stated.sha256 === now.sha256 : null;
    return { url, stated, now, isSame };
  });
}
