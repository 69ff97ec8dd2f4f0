// Takes the pieces of a CSV file apart. Plain JavaScript, since a thread begins with a file, also where TypeScript runs as it is.
import { parentPort, workerData } from 'node:worker_threads';
import { Parser } from 'csv-parse';

let rows = [];

/** Rows are taken where they are found: the stream would hand them on one by one, which costs as much as reading them. */
class Rows extends Parser {
  push(row) {
    if (row !== null) rows.push(row);
    return true;
  }
}

const parser = new Rows(workerData);
// Whoever sent the piece is told by its callback.
parser.on('error', () => undefined);

parentPort.on('message', (piece) => {
  if (piece === null) parser.end(answer);
  else parser.write(piece, answer);
});

function answer(error) {
  parentPort.postMessage({ rows, code: error ? (error.code ?? error.message) : undefined });
  rows = [];
}
