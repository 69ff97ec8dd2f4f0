import { Worker } from 'node:worker_threads';
import type { Options } from 'csv-parse';
import { parse as parseNow } from 'csv-parse/sync';

/** The rows that a piece brought to their end, and the code of what is wrong behind the last of them. */
export interface RowsOfPiece {
  rows: string[][];
  code?: string;
}

/** All rows of a text at once. */
export function rowsAtOnce(text: Buffer, options: Options): RowsOfPiece {
  const rows: string[][] = [];
  // Taken where they are found, so that those before a fault are there.
  const take = (cells: string[]) => {
    rows.push(cells);
    return null;
  };
  try {
    parseNow(text, { ...options, on_record: take });
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return { rows, code: code ?? message };
  }
  return { rows };
}

/** Pieces that are on their way to the thread, or back. */
const AHEAD = 4;

/**
 * The rows of a CSV file, taken apart on a thread of its own: it is half of the work of taking a file in, and others are served
 * meanwhile.
 * @param pieces UTF-8
 * @throws what ended the thread
 */
export async function* csvRows(pieces: AsyncIterable<Buffer>, options: Options): AsyncGenerator<RowsOfPiece> {
  const worker = new Worker(new URL('csv-rows.worker.mjs', import.meta.url), { workerData: options });
  const asked: { resolve(answer: RowsOfPiece): void; reject(error: Error): void }[] = [];
  worker.on('message', (answer: RowsOfPiece) => asked.shift()!.resolve(answer));
  let why: Error | undefined;
  const end = (error: Error) => {
    why ??= error;
    for (const { reject } of asked.splice(0)) reject(why);
  };
  worker.on('error', end);
  worker.on('exit', () => end(new Error('The thread that takes CSV apart has ended')));
  const answers: Promise<RowsOfPiece>[] = [];
  const ask = (piece: Buffer | null) => {
    const answer = new Promise<RowsOfPiece>((resolve, reject) => {
      if (why) reject(why);
      else asked.push({ resolve, reject });
    });
    // It is waited for later.
    answer.catch(() => undefined);
    answers.push(answer);
    worker.postMessage(piece);
  };
  try {
    for await (const piece of pieces) {
      ask(piece);
      if (answers.length > AHEAD) yield await answers.shift()!;
    }
    ask(null);
    for (const answer of answers) yield await answer;
  } finally {
    await worker.terminate();
  }
}
