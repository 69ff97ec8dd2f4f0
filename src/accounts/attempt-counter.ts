/** How many attempts a key has left, and in how many seconds it has all of them again. */
export interface Allowance {
  allowed: boolean;
  left: number;
  resetSeconds: number;
}

interface Window {
  since: number;
  lengthMs: number;
  used: number;
  /** How many windows in a row were used up. */
  strikes: number;
}

/** A key that uses up window after window waits twice as long each time, up to 2^5 windows. */
const STRIKES_AT_MOST = 5;

/**
 * Counts attempts in windows of time, one for each key, in memory. Full, it forgets the key that was used longest ago,
 * so that no flood of keys can fill the memory.
 */
export class AttemptCounter {
  private readonly windows = new Map<string, Window>();

  constructor(
    readonly quota: number,
    readonly windowMs: number,
    private readonly keysAtMost: number,
    private readonly backsOff = false,
  ) {}

  /** Counts one attempt, unless the key has none left. */
  take(key: string, now: number): Allowance {
    const window = this.windowOf(key, now);
    const allowed = window.used < this.quota;
    if (allowed) window.used += 1;
    return {
      allowed,
      left: this.quota - window.used,
      resetSeconds: Math.max(1, Math.ceil((window.since + window.lengthMs - now) / 1000)),
    };
  }

  /** Takes back one attempt of the key. */
  giveBack(key: string): void {
    const window = this.windows.get(key);
    if (window && window.used > 0) window.used -= 1;
  }

  forget(key: string): void {
    this.windows.delete(key);
  }

  private windowOf(key: string, now: number): Window {
    let window = this.windows.get(key);
    // A clock that was set back must not make a window last for ever.
    if (!window || now >= window.since + window.lengthMs || now < window.since)
      window = this.windowAfter(window, now);
    this.windows.delete(key);
    this.windows.set(key, window);
    if (this.windows.size > this.keysAtMost) this.windows.delete(this.windows.keys().next().value!);
    return window;
  }

  private windowAfter(last: Window | undefined, now: number): Window {
    const goesOn = last && last.used >= this.quota && now < last.since + 2 * last.lengthMs;
    const strikes = this.backsOff && goesOn ? Math.min(last.strikes + 1, STRIKES_AT_MOST) : 0;
    return { since: now, lengthMs: this.windowMs * 2 ** strikes, used: 0, strikes };
  }
}
