const FIRST_MS = 1000;
const LONGEST_MS = 5 * 60_000;

/** How long refusals wait until they are entered: a second, and twice as long each time while they go on, up to five minutes. */
export class DenialPace {
  private delayMs = FIRST_MS;
  private dueAt = -Infinity;

  /** @param now a clock in milliseconds that is never set back */
  delayAt(now: number): number {
    const goesOn = now < this.dueAt + 2 * this.delayMs;
    this.delayMs = goesOn ? Math.min(2 * this.delayMs, LONGEST_MS) : FIRST_MS;
    this.dueAt = now + this.delayMs;
    return this.delayMs;
  }
}
