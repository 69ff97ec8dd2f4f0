/** A turn was not had in time. */
export class LockTimeoutError extends Error {}

/** Lets one at a time through, in the order of asking. */
export class FifoLock {
  private readonly waiting: (() => void)[] = [];
  private held = false;

  /** @param timeoutMs how long to wait for a turn @throws LockTimeoutError */
  async acquire(timeoutMs: number): Promise<() => void> {
    if (!this.held) {
      this.held = true;
      return this.releaser();
    }
    await new Promise<void>((resolve, reject) => {
      const turn = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(turn), 1);
        reject(new LockTimeoutError(`No turn to write within ${timeoutMs} ms`));
      }, timeoutMs);
      this.waiting.push(turn);
    });
    return this.releaser();
  }

  private releaser(): () => void {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      const next = this.waiting.shift();
      if (next) next();
      else this.held = false;
    };
  }
}
