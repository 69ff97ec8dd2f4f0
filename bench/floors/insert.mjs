// The floor of an import: the rows that the product wrote for it, inserted again into a copy of the database as it was before, raw and in
// one transaction, under the same indexes. Prints seconds, and how many rows.
import { openWriter } from './writer.mjs';

const { from, into } = JSON.parse(process.argv[2]);
const source = await openWriter(from);
const writer = await openWriter(into);
const [before] = await writer.all('SELECT seq, change_seq, at FROM ledger_head WHERE id = 1');
/** What is new in each table; the list itself is replaced row by row. */
const NEW = {
  service_facts: `recorded_at > '${before.at}'`,
  declaration: `recorded_at > '${before.at}'`,
  service_state: `known_from > '${before.at}'`,
  change: `seq > ${before.change_seq}`,
  published_service: `change_seq > ${before.change_seq}`,
  ledger_entry: `seq > ${before.seq}`,
  ledger_subject: `seq > ${before.seq}`,
};
const loads = [];
for (const [table, condition] of Object.entries(NEW)) {
  const rows = await source.all(`SELECT * FROM ${table} WHERE ${condition}`);
  if (rows.length > 0)
    loads.push({ table, names: Object.keys(rows[0]), rows: rows.map((row) => Object.values(row)) });
}
const replaced = loads.find(({ table }) => table === 'published_service');
const idAt = replaced.names.indexOf('service_id');
const ids = JSON.stringify(replaced.rows.map((row) => row[idAt]));
const list = into.startsWith('sqlite:')
  ? 'SELECT value FROM json_each(?)'
  : 'SELECT jsonb_array_elements_text(CAST(? AS jsonb))';

const started = performance.now();
await writer.begin();
await writer.run(`DELETE FROM published_service WHERE service_id IN (${list})`, [ids]);
for (const { table, names, rows } of loads) await writer.insert(table, names, rows);
await writer.commit();
const seconds = (performance.now() - started) / 1000;
await source.close();
await writer.close();
console.log(JSON.stringify({ seconds, rows: loads.reduce((sum, { rows }) => sum + rows.length, 0) }));
