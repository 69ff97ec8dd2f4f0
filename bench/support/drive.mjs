import { setTimeout as pause } from 'node:timers/promises';
import { Visitor } from './traffic.mjs';

/**
 * One visitor who does the same again and again until it is enough.
 * @param everyMs from the beginning of one request to that of the next, where the answers are as fast as that
 */
export async function repeat({ url, number = 0, everyMs = 0, isEnough, tally }, act) {
  const visitor = new Visitor(url, number);
  // Not all at the same moment.
  let next = performance.now() + Math.random() * everyMs;
  for (let n = 0; !isEnough(); n += 1) {
    if (next > performance.now()) await pause(next - performance.now());
    next = Math.max(next + everyMs, performance.now());
    tally.add(await act(visitor, n).catch((error) => ({ kind: error.message, status: 0 })));
  }
  visitor.close();
}
