import type { WatchedHead } from '../database/head-watch.service.js';

/**
 * Which state of the catalogue answers are made from: it changes with every commit that concerns what the catalogue shows,
 * and when a new day is taken into the list. Kept in memory, so that an answer can be found still good without asking the database.
 */
export class CatalogueVersion {
  private seq = 0;
  private changeSeq = 0;
  private at = '1970-01-01T00:00:00.000Z';
  private listDay = '0001-01-01';
  private contentSeq = 0;
  private text = '0.0.0001-01-01';
  private waiting = new Set<() => void>();
  /** Two commits of one second share their `Last-Modified`: the time alone cannot tell them apart. */
  private isTimeClear = true;
  private stopping = false;

  /** Takes in a head that this process or another has committed; an older one than is known already says nothing new. */
  moveTo(head: WatchedHead): void {
    if (head.seq < this.seq || head.changeSeq < this.changeSeq || head.listDay < this.listDay) return;
    if (head.seq === this.seq && head.changeSeq === this.changeSeq && head.listDay === this.listDay) return;
    if (head.contentSeq !== this.contentSeq) {
      this.isTimeClear = head.contentAt.slice(0, 19) !== this.at.slice(0, 19);
    }
    this.seq = head.seq;
    this.changeSeq = head.changeSeq;
    this.contentSeq = head.contentSeq;
    this.at = head.contentAt;
    this.listDay = head.listDay;
    this.text = `${this.contentSeq}.${this.changeSeq}.${this.listDay}`;
    this.wake();
  }

  /** The server is about to end: nobody waits any longer. */
  stop(): void {
    this.stopping = true;
    this.wake();
  }

  get isStopping(): boolean {
    return this.stopping;
  }

  get current(): string {
    return this.text;
  }

  /** Number of the last entry of the ledger. */
  get lastEntry(): number {
    return this.seq;
  }

  /** Number of the last change of the published list. */
  get lastChange(): number {
    return this.changeSeq;
  }

  /** The day whose published list is shown. */
  get day(): string {
    return this.listDay;
  }

  /** When what the catalogue shows was last written to. */
  get lastModified(): Date {
    return new Date(this.at);
  }

  /** @param date as in `If-Modified-Since`; one that is no date is as none (RFC 9110, 13.1.3) */
  isUnchangedSince(date: string): boolean {
    if (!this.isTimeClear) return false;
    const since = Date.parse(date);
    return !Number.isNaN(since) && since >= Math.floor(Date.parse(this.at) / 1000) * 1000;
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

  private wake(): void {
    const woken = this.waiting;
    this.waiting = new Set();
    for (const wake of woken) wake();
  }
}
