const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses before the second and each further attempt to deliver something, as Standard Webhooks proposes them. */
export const RETRY_AFTER_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** Up to so much longer, so that targets which failed together are not asked together again. */
const JITTER = 0.2;

/**
 * When to try again after so many failed attempts; null: never.
 * @param random from 0 to 1
 */
export function nextAttempt(failed: number, now: Date, random: number): string | null {
  const pause = RETRY_AFTER_MS[failed - 1];
  return pause === undefined ? null : new Date(now.getTime() + pause * (1 + JITTER * random)).toISOString();
}
