import type { WatchedHead } from '../database/head-watch.service.js';

/**
 * Which state of the catalogue answers are made from: it changes with every commit, and when a new day is taken into the
 * list. Kept in memory, so that an answer can be found still good without asking the database.
 */
export class CatalogueVersion {
  private seq = 0;
  private changeSeq = 0;
  private at = '1970-01-01T00:00:00.000Z';
  private listDay = '0001-01-01';
  private waiting = new Set<() => void>();

  /** Takes in a head that this process or another has committed; an older one than is known already says nothing new. */
  moveTo(head: WatchedHead): void {
    if (head.seq < this.seq || head.changeSeq < this.changeSeq || head.listDay < this.listDay) return;
    this.seq = head.seq;
    this.changeSeq = head.changeSeq;
    this.at = head.at;
    this.listDay = head.listDay;
    const woken = this.waiting;
    this.waiting = new Set();
    for (const wake of woken) wake();
  }

  get current(): string {
    return `${this.seq}.${this.changeSeq}.${this.listDay}`;
  }

  /** Number of the last change of the published list. */
  get lastChange(): number {
    return this.changeSeq;
  }

  /** The day whose published list is shown. */
  get day(): string {
    return this.listDay;
  }

  /** When the catalogue was last written to. */
  get lastModified(): Date {
    return new Date(this.at);
  }

  /** Resolves at the next commit or after `ms`. */
  async nextCommit(ms: number, signal?: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.waiting.add(done);
      signal?.addEventListener('abort', done);
    });
  }
}
