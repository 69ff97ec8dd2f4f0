// The floor of the whole list: iterating its rows, in its order, and sending them nowhere. Prints rows a second.
import Sqlite from 'better-sqlite3';
import pg from 'pg';

const SQL = `SELECT c.doc FROM published_service s JOIN change c ON c.seq = s.change_seq
  ORDER BY s.procedure_code, s.agency_code`;
const SLICE = 500;

const { url } = JSON.parse(process.argv[2]);
let rows = 0;
let length = 0;
const take = ({ doc }) => {
  rows += 1;
  length += doc.length;
};
const started = performance.now();
if (url.startsWith('sqlite:')) {
  const database = new Sqlite(url.slice('sqlite:'.length), { readonly: true });
  database.pragma('mmap_size = 268435456');
  for (const row of database.prepare(SQL).iterate()) take(row);
} else {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`BEGIN; DECLARE rows NO SCROLL CURSOR FOR ${SQL}`);
  for (let found = SLICE; found === SLICE;) {
    const slice = await client.query(`FETCH ${SLICE} FROM rows`);
    slice.rows.forEach(take);
    found = slice.rows.length;
  }
  await client.end();
}
const ms = performance.now() - started;
console.log(JSON.stringify({ perSecond: (rows * 1000) / ms, rows, length }));
