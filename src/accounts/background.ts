/**
 * Does a piece of work a while after it was asked for, and never twice at once: what is asked for meanwhile is done with
 * the next. For records that a request must not wait for.
 */
export class Background {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private ended = false;

  constructor(
    private readonly work: () => Promise<void>,
    private readonly delayMs: () => number,
  ) {}

  soon(): void {
    if (this.ended || this.timer) return;
    this.timer = setTimeout(() => void this.now(), this.delayMs());
    this.timer.unref();
  }

  /** Does what is left to do, and nothing from then on. */
  async end(): Promise<void> {
    this.ended = true;
    await this.running;
    if (this.timer) await this.now();
  }

  private async now(): Promise<void> {
    clearTimeout(this.timer);
    await this.running;
    this.timer = undefined;
    this.running = this.work().catch((error: unknown) => {
      process.emitWarning(`A record could not be written: ${String(error)}`);
    });
    await this.running;
  }
}
