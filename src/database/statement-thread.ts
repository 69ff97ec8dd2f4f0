import { Worker } from 'node:worker_threads';
import type { RowShape } from './sealed-row.mjs';
import type { SqlParams, SqlValue } from './sql.js';

/** One statement, run once with `params` or once with each list of values. */
export interface Order {
  sql: string;
  params?: SqlParams;
  each?: SqlValue[][];
  /** The seals of the rows that it writes are wanted, in place of rows. */
  seals?: SealOrder;
  /** Belongs to the transaction that is open: refused with `ENDED_BY_ITSELF` where none is. */
  isInside?: boolean;
}

/** Of the rows that a statement answers. */
export interface SealOrder {
  shape: RowShape;
  areGone: boolean;
  /** Of the rows that it is given, instead: the names of their columns in the order of `each`. */
  given?: readonly string[];
}

/** What the thread answers. `rows`, or seals, are JSON where none of them holds bytes; `changed` is left out where rows are answered. */
interface Answer {
  no: number;
  rows: string | unknown[];
  /** Of the values of each row, where rows come as lists of them. */
  names?: string[];
  changed?: number;
  isOpen: boolean;
}

export interface Done {
  rows: unknown[];
  /** How many rows it changed, or answered. */
  changed: number;
  /** Whether the connection is in a transaction now. */
  isOpen: boolean;
}

interface Failed {
  no: number;
  error: { message: string; code?: string };
}

export interface ThreadOptions {
  path: string;
  readonly: boolean;
  pragmas: readonly string[];
}

interface Waiting {
  resolve(done: Done): void;
  reject(error: Error): void;
}

/**
 * A connection to a SQLite file on a thread of its own: the binding answers synchronously, and nobody would be served meanwhile. What is
 * asked is done in the order of asking.
 */
export class StatementThread {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  /** Asked since the engine last had a turn: they go together, since waking a thread costs as much as a small statement. */
  private asked: (Order & { no: number })[] = [];
  private count = 0;
  private why: Error | undefined;

  /** @param onEnd when it has ended, however it did; those that wait hear why */
  constructor(options: ThreadOptions, onEnd: () => void = () => undefined) {
    this.worker = new Worker(new URL('statements.worker.mjs', import.meta.url), { workerData: options });
    this.worker.on('message', (answers: (Answer | Failed)[]) => {
      for (const answer of answers) this.take(answer);
    });
    const end = (error: Error) => {
      this.why ??= error;
      for (const { reject } of this.waiting.values()) reject(this.why);
      this.waiting.clear();
      onEnd();
    };
    this.worker.on('error', end);
    this.worker.on('exit', () => end(new Error('The thread of the database has ended')));
  }

  /** @throws the database's error with its `code`; what the thread ended by */
  ask(order: Order): Promise<Done> {
    if (this.why) return Promise.reject(this.why);
    const no = (this.count += 1);
    return new Promise((resolve, reject) => {
      this.waiting.set(no, { resolve, reject });
      if (this.asked.push({ no, params: {}, ...order }) === 1) queueMicrotask(() => this.send());
    });
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private send(): void {
    this.worker.postMessage(this.asked);
    this.asked = [];
  }

  private take(answer: Answer | Failed): void {
    const { resolve, reject } = this.waiting.get(answer.no)!;
    this.waiting.delete(answer.no);
    if ('error' in answer) {
      const { message, code } = answer.error;
      reject(Object.assign(new Error(message), { code }));
      return;
    }
    const { isOpen } = answer;
    const rows = rowsOf(answer);
    resolve({ rows, changed: answer.changed ?? rows.length, isOpen });
  }
}

function rowsOf({ rows, names }: Answer): unknown[] {
  if (typeof rows !== 'string') return rows;
  const read = JSON.parse(rows) as unknown[];
  return names ? read.map((values) => named(values as unknown[], names)) : read;
}

function named(values: readonly unknown[], names: readonly string[]): object {
  const row: Record<string, unknown> = {};
  for (let i = 0; i < names.length; i += 1) row[names[i]!] = values[i];
  return row;
}
