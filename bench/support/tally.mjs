import { quantile } from './measure.mjs';

/** Answers by their kind: times of those that succeeded, numbers of the others. */
export class Tally {
  #times = new Map();
  failed = new Map();
  total = 0;

  add({ kind, status, ms }) {
    if (status < 200 || status >= 300) {
      const key = `${kind}: ${status}`;
      this.failed.set(key, (this.failed.get(key) ?? 0) + 1);
      return;
    }
    this.total += 1;
    if (!this.#times.has(kind)) this.#times.set(kind, []);
    this.#times.get(kind).push(ms);
  }

  /** Milliseconds of every kind. */
  times() {
    return [...this.#times].map(([kind, times]) => ({
      kind,
      count: times.length,
      p50: quantile(times, 0.5),
      p99: quantile(times, 0.99),
      max: quantile(times, 1),
    }));
  }

  failures() {
    return [...this.failed].map(([what, count]) => `${count} × ${what}`).join(', ');
  }
}
