// A thread with a connection of its own to a SQLite file, which runs the statements that it is sent, in their order. Plain JavaScript,
// since a thread begins with a file, also where TypeScript runs as it is.
import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';

const KEPT_AT_MOST = 500;
const { path, readonly, pragmas } = workerData;
const connection = new Sqlite(path, { readonly, fileMustExist: true });
for (const pragma of pragmas) connection.pragma(pragma);
const prepared = new Map();

parentPort.on('message', ({ no, ...order }) => {
  try {
    const done = carryOut(order);
    parentPort.postMessage({ no, ...done, isOpen: connection.inTransaction });
  } catch ({ message, code }) {
    parentPort.postMessage({ no, error: { message, code } });
  }
});

/** `each`: lists of parameters, for each of which the statement is run. */
function carryOut({ sql, params, each, wantsRows }) {
  const statement = prepare(sql);
  if (!each) {
    if (!statement.reader) return { rows: [], changed: statement.run(params).changes };
    const rows = statement.all(params);
    return { rows, changed: rows.length };
  }
  if (wantsRows) {
    const rows = each.flatMap((values) => statement.all(values));
    return { rows, changed: rows.length };
  }
  let changed = 0;
  for (const values of each) changed += statement.run(values).changes;
  return { rows: [], changed };
}

function prepare(sql) {
  let statement = prepared.get(sql);
  if (!statement) {
    if (prepared.size >= KEPT_AT_MOST) prepared.clear();
    prepared.set(sql, (statement = connection.prepare(sql)));
  }
  return statement;
}
