import type { Writable } from 'node:stream';

/** The taker of an export left, or took nothing for too long. */
export class TakerGoneError extends Error {}

const STALLED_AFTER_MS = 120_000;

/** Hands an export on at the pace of its taker, so that nothing piles up in memory. */
export class Sink {
  /** @param giveWay waits, between two pieces of the work, until others have been served */
  constructor(
    readonly out: Writable,
    readonly giveWay: () => Promise<void>,
    private readonly stalledAfterMs: number = STALLED_AFTER_MS,
  ) {}

  /** @throws TakerGoneError */
  async write(chunk: string | Uint8Array): Promise<void> {
    if (this.out.destroyed) throw new TakerGoneError('The taker has left');
    this.out.write(chunk);
    await this.room();
    await this.giveWay();
  }

  /**
   * Waits until there is room for more.
   * @throws TakerGoneError
   */
  async room(): Promise<void> {
    if (!this.out.writableNeedDrain && !this.out.destroyed) return;
    await new Promise<void>((resolve, reject) => {
      const settle = (error?: Error | null) => {
        clearTimeout(timer);
        this.out.off('drain', settle).off('close', leave).off('error', leave);
        if (error) reject(error);
        else resolve();
      };
      const leave = () => settle(new TakerGoneError('The taker has left'));
      // A stalled taker would keep a state of the database, and one of its connections, for ever.
      const timer = setTimeout(
        () => settle(new TakerGoneError(`Nothing was taken for ${this.stalledAfterMs} ms`)),
        this.stalledAfterMs,
      );
      this.out.once('drain', settle).once('close', leave).once('error', leave);
      if (this.out.destroyed) leave();
    });
  }

  /** Ends the export and waits until everything was taken over. */
  async end(): Promise<void> {
    if (this.out.destroyed) throw new TakerGoneError('The taker has left');
    await new Promise<void>((resolve, reject) => {
      this.out.once('error', reject);
      this.out.end(() => {
        this.out.off('error', reject);
        resolve();
      });
    });
  }
}
