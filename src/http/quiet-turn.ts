import { setImmediate } from 'node:timers/promises';

/** A turn of the event loop that took longer did work, and more may have arrived behind it. */
const SHORT_MS = 10;

/**
 * Waits until the event loop has taken in what arrived: for a whole turn that had next to nothing to do.
 * @param atMostMs where there is always something to do
 */
export async function quietTurn(atMostMs: number): Promise<void> {
  const began = performance.now();
  // The first ends with what this turn has still to do.
  await setImmediate();
  let turned: number;
  do {
    turned = performance.now();
    await setImmediate();
  } while (performance.now() - turned >= SHORT_MS && turned - began < atMostMs);
}
