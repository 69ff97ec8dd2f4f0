// Moves what was committed from the -wal file into the database file. Plain JavaScript, since a thread is started from a file.
import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';

const database = new Sqlite(workerData.path, { fileMustExist: true });
database.pragma('synchronous = FULL');

parentPort.on('message', () => {
  // What fails here is done by a later one, at the latest by the writer itself.
  try {
    database.pragma('wal_checkpoint(PASSIVE)');
  } catch {
    // A full or failing disk tells itself by the next write.
  }
  parentPort.postMessage('done');
});
