// Raw durable transactions of both drivers under one face, for the floors.
import Sqlite from 'better-sqlite3';
import pg from 'pg';

/**
 * `transaction(work)` with `run(sql, values)` inside it: statements are prepared once; parameters are written `?`.
 * @param readOnly for the database that rows are taken from
 */
export async function openWriter(url) {
  return url.startsWith('sqlite:') ? sqliteWriter(url.slice('sqlite:'.length)) : postgresWriter(url);
}

function sqliteWriter(path) {
  const database = new Sqlite(path);
  // As the product has it: WAL alone would lose acknowledged writes at a power cut.
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'foreign_keys = ON',
    'cache_size = -65536',
    'wal_autocheckpoint = 16000',
  ])
    database.pragma(pragma);
  const prepared = new Map();
  const statement = (sql) => {
    let found = prepared.get(sql);
    if (!found) prepared.set(sql, (found = database.prepare(sql)));
    return found;
  };
  return {
    all: (sql, values = []) => statement(sql).all(values),
    run: (sql, values = []) => statement(sql).run(values).changes,
    insert(table, names, rows) {
      const insert = statement(`INSERT INTO ${table} (${names}) VALUES (${names.map(() => '?')})`);
      for (const row of rows) insert.run(row);
    },
    update(table, keys, names, rows) {
      const found = keys.map((name) => `${name} = ?`).join(' AND ');
      const update = statement(`UPDATE ${table} SET ${names.map((name) => `${name} = ?`)} WHERE ${found}`);
      for (const row of rows) update.run(row);
    },
    begin: () => database.exec('BEGIN IMMEDIATE'),
    commit: () => database.exec('COMMIT'),
    close: () => database.close(),
  };
}

const ROWS_A_STATEMENT = 500;

async function postgresWriter(url) {
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  const client = new pg.Client(url);
  await client.connect();
  const named = new Map();
  const query = (sql, values = []) => {
    let statement = named.get(sql);
    if (!statement) {
      let n = 0;
      statement = { name: `s${named.size}`, text: sql.replaceAll('?', () => `$${(n += 1)}`) };
      named.set(sql, statement);
    }
    return client.query({ ...statement, values });
  };
  return {
    all: async (sql, values) => (await query(sql, values)).rows,
    run: async (sql, values) => (await query(sql, values)).rowCount,
    async insert(table, names, rows) {
      for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
        const slice = rows.slice(from, from + ROWS_A_STATEMENT);
        const columns = names.map((_, i) => slice.map((row) => row[i]));
        // An array for each column: one statement, and one round trip, for all of them.
        await query(
          `INSERT INTO ${table} (${names}) SELECT * FROM unnest(${columns.map((values) => `?::${typeOf(values)}[]`)})`,
          columns,
        );
      }
    },
    async update(table, keys, names, rows) {
      const all = [...names, ...keys];
      const found = keys.map((name) => `${table}.${name} = r.${name}`).join(' AND ');
      for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
        const slice = rows.slice(from, from + ROWS_A_STATEMENT);
        const columns = all.map((_, i) => slice.map((row) => row[i]));
        await query(
          `UPDATE ${table} SET ${names.map((name) => `${name} = r.${name}`)}
           FROM unnest(${columns.map((values) => `?::${typeOf(values)}[]`)}) AS r (${all}) WHERE ${found}`,
          columns,
        );
      }
    },
    begin: () => client.query('BEGIN'),
    commit: () => client.query('COMMIT'),
    close: () => client.end(),
  };
}

/**
 * Of rows that are there already only what differs is written, as by the product: rows grouped by the columns that do.
 * @param keys columns of the primary key @param before the rows as they are @returns `names` and `rows` for `update`
 */
export function differing(keys, before, rows) {
  const idOf = (row) => keys.map((name) => row[name]).join('\n');
  const olds = new Map(before.map((row) => [idOf(row), row]));
  const groups = new Map();
  for (const row of rows) {
    const old = olds.get(idOf(row));
    const names = Object.keys(row).filter((name) => row[name] !== old[name]);
    if (names.length === 0) continue;
    const group = names.join();
    if (!groups.has(group)) groups.set(group, { names, rows: [] });
    groups.get(group).rows.push([...names, ...keys].map((name) => row[name]));
  }
  return [...groups.values()];
}

function typeOf(values) {
  return values.some((value) => typeof value === 'number') ? 'bigint' : 'text';
}
