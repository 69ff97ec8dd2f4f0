import { setTimeout as pause } from 'node:timers/promises';

/** Lets so many begin at once; the others wait in their order. */
export class Gate {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  async pass<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}

/** Keeps a host from being asked more often than so many times in a minute. */
export class HostPace {
  private readonly lastAsked = new Map<string, number>();
  private readonly pauseMs: number;

  constructor(perMinute: number) {
    this.pauseMs = 60_000 / perMinute;
  }

  /** Resolves when the host may be asked again. @throws where the signal ends the waiting */
  async turn(host: string, signal: AbortSignal): Promise<void> {
    const left = (this.lastAsked.get(host) ?? Number.NEGATIVE_INFINITY) + this.pauseMs - performance.now();
    if (left > 0) await pause(left, undefined, { signal });
    this.lastAsked.set(host, performance.now());
  }
}
