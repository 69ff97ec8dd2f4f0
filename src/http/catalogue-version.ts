import type { UnitOfWork } from '../database/unit-of-work.js';
import type { Clock } from '../database/database.module.js';
import { civilToday } from '../domain/dates/civil-date.js';

/**
 * Which state of the catalogue answers are made from: it changes with every commit and with every day. Kept in memory, so
 * that an answer can be found still good without asking the database.
 */
export class CatalogueVersion {
  private seq = 0;
  private changeSeq = 0;
  private at = '1970-01-01T00:00:00.000Z';
  private waiting = new Set<() => void>();

  constructor(
    unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    unitOfWork.onCommit((head) => this.moveTo(head));
  }

  /** Takes in a head that this process or another has committed. */
  moveTo(head: { seq: number; changeSeq: number; at: string }): void {
    if (head.seq === this.seq && head.changeSeq === this.changeSeq) return;
    this.seq = head.seq;
    this.changeSeq = head.changeSeq;
    this.at = head.at;
    const woken = this.waiting;
    this.waiting = new Set();
    for (const wake of woken) wake();
  }

  get current(): string {
    return `${this.seq}.${this.changeSeq}.${civilToday(this.clock())}`;
  }

  /** Number of the last change of the published list. */
  get lastChange(): number {
    return this.changeSeq;
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
