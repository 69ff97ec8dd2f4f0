import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** Every 200 ms it took a twentieth of the processor while a clerk declared one service after another. */
const WAIT_MS = 1000;
const WORTH_IT_BYTES = 4 * 1024 * 1024;

/** Pages in the -wal file from which on the writer brings them over by itself; as many as `journal_size_limit` keeps. */
export const WRITERS_OWN_PAGES = 16_000;

/**
 * Brings what was committed from the -wal file of SQLite into the database file, on a thread of its own. Left to SQLite, every fortieth
 * declaration waits for it, and everybody else with it. Nothing depends on it: a commit is durable before.
 */
export class Checkpoints {
  private worker: Worker | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isBusy = false;
  private isDue = false;

  constructor(private readonly path: string) {}

  /** Something was committed. */
  note(): void {
    this.isDue = true;
    if (this.timer !== undefined || this.isBusy) return;
    this.timer = setTimeout(() => this.begin(), WAIT_MS);
    this.timer.unref();
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.worker?.terminate();
  }

  private begin(): void {
    this.timer = undefined;
    this.isDue = false;
    if ((statSync(`${this.path}-wal`, { throwIfNoEntry: false })?.size ?? 0) < WORTH_IT_BYTES) return;
    this.worker ??= this.start();
    this.isBusy = true;
    this.worker.postMessage('checkpoint');
  }

  private start(): Worker {
    const worker = new Worker(new URL('checkpoints.worker.mjs', import.meta.url), {
      workerData: { path: this.path },
      resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1 },
    });
    worker.unref();
    const end = () => {
      this.isBusy = false;
      if (this.isDue) this.note();
    };
    worker.on('message', end);
    // The next one begins with a new thread.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.worker === worker) this.worker = undefined;
      this.isBusy = false;
    });
    return worker;
  }
}
