import type { Capture } from '../public-services/evidence/page-capture.js';
import type { CheckOutcome, LinkState } from './link.table.js';

/** A link is dead when so many checks in a row have failed: one hiccup of a site is no death. */
export const FAILURES_TO_DEATH = 3;

/** A page as it was when it was captured. */
export interface Baseline {
  finalUrl: string | null;
  sha256: string | null;
  textSha256: string | null;
}

export interface Standing {
  state: LinkState;
  failures: number;
  /** When the first of the failures in a row came. */
  firstFailedAt: string | null;
}

export interface Found {
  outcome: CheckOutcome;
  /** What failed: a problem of the capture, or `http_404`. */
  reason: string | null;
}

const TOO_MANY_REQUESTS = 429;
/** The address answered, with more than is read: it is alive, and nothing can be compared. */
const ANSWERED = 'too_large';

/**
 * What a check found. A page whose text is another is `changed`, also where it answers from another address: a page that was
 * taken away often leads to the front page.
 */
export function foundBy(url: string, capture: Capture, baseline: Baseline | null): Found {
  const { problem, httpStatus } = capture;
  if (problem === 'refused_address') return { outcome: 'refused', reason: problem };
  if (problem !== null && problem !== ANSWERED) return { outcome: 'failed', reason: problem };
  if (httpStatus === TOO_MANY_REQUESTS) return { outcome: 'throttled', reason: `http_${httpStatus}` };
  if (httpStatus === null || httpStatus < 200 || httpStatus >= 300)
    return { outcome: 'failed', reason: `http_${httpStatus ?? 0}` };
  if (baseline && isOther(baseline, capture)) return { outcome: 'changed', reason: null };
  const isMoved = plain(capture.finalUrl) !== plain(baseline?.finalUrl ?? url);
  return { outcome: isMoved ? 'moved' : 'alive', reason: problem };
}

/** Where the link stands after a check at the instant `at`. */
export function standingAfter(before: Standing, { outcome }: Found, at: string): Standing {
  if (outcome === 'throttled') return before;
  if (outcome !== 'failed') return { state: outcome, failures: 0, firstFailedAt: null };
  const failures = before.failures + 1;
  return {
    state: failures >= FAILURES_TO_DEATH ? 'dead' : before.state,
    failures,
    firstFailedAt: before.firstFailedAt ?? at,
  };
}

function isOther(baseline: Baseline, { sha256, textSha256 }: Capture): boolean {
  if (baseline.sha256 === null || sha256 === null || sha256 === baseline.sha256) return false;
  return baseline.textSha256 === null || textSha256 !== baseline.textSha256;
}

/** The address as a browser asks for it: without what is not sent, and spelt in one way. */
function plain(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  parsed.hash = '';
  return parsed.href;
}
