import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 2;

/** Counts the reads that a database has not answered yet, so that who loads much can give way to them: both want the same processors. */
export class ReadsUnderway {
  private count = 0;

  async during<Result>(read: Promise<Result>): Promise<Result> {
    this.count += 1;
    try {
      return await read;
    } finally {
      this.count -= 1;
    }
  }

  /**
   * Waits until all are answered.
   * @param atMostMs where ever more come
   */
  async answered(atMostMs: number): Promise<void> {
    const until = performance.now() + atMostMs;
    while (this.count > 0 && performance.now() < until) await sleep(LOOK_EVERY_MS);
  }
}
