import { setTimeout as pause } from 'node:timers/promises';

// Limits, in milliseconds, that only end what would never end: no test asserts a time, and a machine may be slow and busy.
// They are four times what a machine of two busy cores has needed.

/** For one test, or what prepares its file. */
export const TEST_LIMIT_MS = 900_000;
/** For one test that looks at everything there is. */
export const SWEEP_LIMIT_MS = 1_800_000;
/** For one thing that has to come: an answer, a line of a log, a program that starts. Less than a test's, so that it is named. */
export const PATIENCE_MS = 240_000;

/**
 * Asks again and again until it holds.
 * @param what has to hold, for the message; or what there is instead, asked when it is given up
 * @throws Error where it does not hold in the end
 */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string | (() => string),
  everyMs = 10,
): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > deadline)
      throw new Error(`Not within ${PATIENCE_MS} ms: ${typeof what === 'string' ? what : what()}`);
    await pause(everyMs);
  }
}
