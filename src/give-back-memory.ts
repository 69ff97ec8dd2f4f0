import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const LOOK_MS = 10_000;
/** Of the time between two looks: with less work than this nobody is kept waiting by a collection, which takes a tenth of a second. */
const QUIET = 0.1;
/** The most since the last collection, beside the least. */
const GROWN = 1.15;
/** What is left of the memory after a collection that is followed by another: what the first one frees may hold more. */
const GAVE_BACK = 0.95;

/**
 * From now on, memory that many requests at once have used goes back to the system when they are over. V8 collects when it needs room: a
 * program that stands still afterwards would keep what it no longer uses.
 * @returns ends it
 */
export function giveBackMemory(lookMs = LOOK_MS): () => void {
  const collect = collector();
  let least = process.memoryUsage.rss();
  let most = least;
  let isGivingBack = false;
  let before = performance.eventLoopUtilization();
  const looks = setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    const used = process.memoryUsage.rss();
    least = Math.min(least, used);
    most = Math.max(most, used);
    if (utilization > QUIET || (most < least * GROWN && !isGivingBack)) return;
    collect();
    least = most = process.memoryUsage.rss();
    isGivingBack = least < used * GAVE_BACK;
  }, lookMs).unref();
  return () => clearInterval(looks);
}

/** V8's own collection of everything, which Node shows to programs that ask for it. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
