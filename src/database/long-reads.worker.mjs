// The thread of long reads: runs the statements it is sent on a read-only connection of its own. Plain JavaScript, since a thread begins with
// a file, also where TypeScript runs as it is.
import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';

const KEPT_AT_MOST = 200;
const connection = new Sqlite(workerData.path, { readonly: true, fileMustExist: true });
connection.pragma('busy_timeout = 2000');
connection.pragma('mmap_size = 268435456');
const prepared = new Map();

parentPort.on('message', ({ no, sql, params }) => {
  try {
    parentPort.postMessage({ no, rows: run(sql, params) });
  } catch ({ message, code }) {
    parentPort.postMessage({ no, error: { message, code } });
  }
});

function run(sql, params) {
  let statement = prepared.get(sql);
  if (!statement) {
    if (prepared.size >= KEPT_AT_MOST) prepared.clear();
    prepared.set(sql, (statement = connection.prepare(sql)));
  }
  if (statement.reader) return statement.all(params);
  statement.run(params);
  return [];
}
