// A thread with a connection of its own to a SQLite file, which runs the statements that it is sent, in their order. Plain JavaScript,
// since a thread begins with a file, also where TypeScript runs as it is.
import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';
import { ENDED_BY_ITSELF } from './ended-by-itself.mjs';
import { placed, sealOf, sealOfGone } from './sealed-row.mjs';

const KEPT_AT_MOST = 500;
const { path, readonly, pragmas } = workerData;
const connection = new Sqlite(path, { readonly, fileMustExist: true });
for (const pragma of pragmas) connection.pragma(pragma);
const prepared = new Map();
const IS_QUERY = /^\s*(SELECT|WITH)\b/i;
const IS_PLAIN = /^\w+$/;
const HOLDS_BYTES = /BLOB/;

parentPort.on('message', (orders) => {
  parentPort.postMessage(orders.map(answerTo));
});

function answerTo({ no, ...order }) {
  try {
    return { no, ...carryOut(order), isOpen: connection.inTransaction };
  } catch ({ message, code }) {
    return { no, error: { message, code } };
  }
}

/** `each`: lists of parameters, for each of which the statement is run. `seals`: those of the rows that it writes are wanted. */
function carryOut({ sql, params, each, seals, isInside }) {
  if (isInside && !connection.inTransaction)
    throw Object.assign(new Error('No transaction is open'), { code: ENDED_BY_ITSELF });
  const prepared = prepare(sql);
  const { statement, asJson } = prepared;
  if (seals) return sealed(prepared, seals, each ?? [params]);
  if (each) return { rows: [], changed: changesOf(statement, each) };
  if (!statement.reader) return { rows: [], changed: statement.run(params).changes };
  return asJson ? readInJson(asJson, statement, params) : { rows: inJson(statement.all(params)) };
}

function changesOf(statement, each) {
  let changed = 0;
  for (const values of each) changed += statement.run(values).changes;
  return changed;
}

/** The program has enough to do: rows are sealed where they are written. */
function sealed(prepared, { shape, areGone, given }, each) {
  const { statement } = prepared;
  if (given) {
    const changed = changesOf(statement, each);
    const places = (prepared.places ??= placed(shape, given));
    return { rows: JSON.stringify(each.map((row) => sealOf(places, row))), changed };
  }
  const places = (prepared.places ??= placed(
    shape,
    statement.columns().map(({ name }) => name),
  ));
  const seal = areGone ? sealOfGone : sealOf;
  const seals = [];
  statement.raw(true);
  for (const values of each) for (const row of statement.all(values)) seals.push(seal(places, row));
  statement.raw(false);
  return { rows: JSON.stringify(seals) };
}

function readInJson({ query, names }, statement, params) {
  try {
    return { rows: query.get(params), names };
  } catch (error) {
    if (!HOLDS_BYTES.test(error.message)) throw error;
    return { rows: statement.all(params) };
  }
}

/** A text is copied to the other thread in no time, and read there faster than objects that are copied one by one. */
function inJson(rows) {
  const hasBytes = rows.some((row) => Object.values(row).some((value) => value instanceof Uint8Array));
  return hasBytes ? rows : JSON.stringify(rows);
}

function prepare(sql) {
  let found = prepared.get(sql);
  if (!found) {
    if (prepared.size >= KEPT_AT_MOST) prepared.clear();
    const statement = connection.prepare(sql);
    prepared.set(sql, (found = { statement, asJson: queryAsJson(sql, statement) }));
  }
  return found;
}

/**
 * The query whose one value is all rows as JSON, each a list of its values: SQLite makes it in a third of the time that the rows take as
 * objects, and in two thirds of that for rows with names.
 */
function queryAsJson(sql, statement) {
  if (!statement.reader || !IS_QUERY.test(sql)) return undefined;
  const names = statement.columns().map(({ name }) => name);
  if (new Set(names).size < names.length || !names.every((name) => IS_PLAIN.test(name))) return undefined;
  const values = names.map((name) => `[${name}]`).join();
  const query = connection.prepare(`SELECT json_group_array(json_array(${values})) FROM (${sql}\n)`).pluck();
  return { query, names };
}
