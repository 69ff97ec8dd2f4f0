import { Worker } from 'node:worker_threads';
import type { Queries } from './reader.js';
import type { SqlParams } from './sql.js';

interface Answer {
  no: number;
  rows?: unknown[];
  error?: { message: string; code?: string };
}

interface Waiting {
  resolve(rows: unknown[]): void;
  reject(error: Error): void;
}

/**
 * Reads of a SQLite file that take long, on a thread of their own: the binding answers synchronously, and nobody would be served
 * meanwhile. They follow one another, so that together they take one of the machine's processors at most. The thread begins
 * with the first of them.
 */
export class LongReads {
  private worker: Worker | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private readonly waiting = new Map<number, Waiting>();
  private count = 0;

  constructor(private readonly path: string) {}

  /** All reads inside see the same committed state. */
  async snapshot<Result>(read: (queries: Queries) => Promise<Result>): Promise<Result> {
    const turn = this.last.then(() => this.read(read));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  private async read<Result>(read: (queries: Queries) => Promise<Result>): Promise<Result> {
    await this.ask('BEGIN');
    try {
      return await read({
        engine: 'better-sqlite3',
        all: <Row>(sql: string, params?: SqlParams) => this.ask(sql, params) as Promise<Row[]>,
        get: async <Row>(sql: string, params?: SqlParams) =>
          (await this.ask(sql, params))[0] as Row | undefined,
      });
    } finally {
      // Where the thread has ended there is nothing to end, and the first error is the one to tell.
      await this.ask('COMMIT').catch(() => undefined);
    }
  }

  private ask(sql: string, params: SqlParams = {}): Promise<unknown[]> {
    const worker = (this.worker ??= this.start());
    const no = (this.count += 1);
    return new Promise((resolve, reject) => {
      this.waiting.set(no, { resolve, reject });
      worker.postMessage({ no, sql, params });
    });
  }

  private start(): Worker {
    const worker = new Worker(new URL('long-reads.worker.mjs', import.meta.url), {
      workerData: { path: this.path },
    });
    worker.on('message', ({ no, rows, error }: Answer) => {
      const { resolve, reject } = this.waiting.get(no)!;
      this.waiting.delete(no);
      if (error) reject(Object.assign(new Error(error.message), { code: error.code }));
      else resolve(rows!);
    });
    // The next read begins with a new thread; those that wait for this one hear why it ended.
    const end = (error: Error) => {
      if (this.worker === worker) this.worker = undefined;
      for (const { reject } of this.waiting.values()) reject(error);
      this.waiting.clear();
    };
    worker.on('error', end);
    worker.on('exit', () => end(new Error('The thread of long reads has ended')));
    return worker;
  }
}
