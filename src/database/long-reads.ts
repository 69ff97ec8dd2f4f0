import type { Queries } from './reader.js';
import type { SqlParams } from './sql.js';
import { StatementThread } from './statement-thread.js';

/**
 * Reads of a SQLite file that take long, on a thread beside. They follow one another, so that together they take one of the machine's
 * processors at most. The thread begins with the first of them, and anew after one that ended.
 */
export class LongReads {
  private thread: StatementThread | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly path: string,
    private readonly pragmas: readonly string[],
  ) {}

  /** All reads inside see the same committed state. */
  async snapshot<Result>(read: (queries: Queries) => Promise<Result>): Promise<Result> {
    const turn = this.last.then(() => this.read(read));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  async close(): Promise<void> {
    await this.thread?.end();
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

  private async ask(sql: string, params: SqlParams = {}): Promise<unknown[]> {
    this.thread ??= this.start();
    return (await this.thread.ask({ sql, params })).rows;
  }

  private start(): StatementThread {
    const thread = new StatementThread({ path: this.path, readonly: true, pragmas: this.pragmas }, () => {
      if (this.thread === thread) this.thread = undefined;
    });
    return thread;
  }
}
