// Raw prepared statements of both drivers under one face, for the floors.
import Sqlite from 'better-sqlite3';
import pg from 'pg';

/** @returns `all(sql, values)`: rows of a statement, prepared once; parameters are written `?` */
export async function openRaw(url) {
  if (url.startsWith('sqlite:')) {
    const database = new Sqlite(url.slice('sqlite:'.length), { readonly: true });
    database.pragma('mmap_size = 268435456');
    const prepared = new Map();
    return {
      all(sql, values) {
        let statement = prepared.get(sql);
        if (!statement) prepared.set(sql, (statement = database.prepare(sql)));
        return statement.all(values);
      },
      close: () => database.close(),
    };
  }
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  const client = new pg.Client(url);
  await client.connect();
  const named = new Map();
  return {
    async all(sql, values) {
      let statement = named.get(sql);
      if (!statement) {
        let n = 0;
        statement = { name: `s${named.size}`, text: sql.replaceAll('?', () => `$${(n += 1)}`) };
        named.set(sql, statement);
      }
      return (await client.query({ ...statement, values })).rows;
    },
    close: () => client.end(),
  };
}
