// The floor of an import: the rows that the product wrote for it, written again into a copy of the database as it was before, raw and in
// one transaction, under the same indexes. Prints seconds, and how many rows.
import { differing, openWriter } from './writer.mjs';

const { from, into } = JSON.parse(process.argv[2]);
const source = await openWriter(from);
const writer = await openWriter(into);
const [before] = await writer.all('SELECT seq, change_seq, at FROM ledger_head WHERE id = 1');
/** What is new in each table; of the rows of the list what differs is written. */
const NEW = {
  service_facts: `recorded_at > '${before.at}'`,
  declaration: `recorded_at > '${before.at}'`,
  service_state: `known_from > '${before.at}'`,
  change: `seq > ${before.change_seq}`,
  ledger_entry: `seq > ${before.seq}`,
  ledger_subject: `seq > ${before.seq}`,
};
const loads = [];
for (const [table, condition] of Object.entries(NEW)) {
  const rows = await source.all(`SELECT * FROM ${table} WHERE ${condition}`);
  if (rows.length > 0)
    loads.push({ table, names: Object.keys(rows[0]), rows: rows.map((row) => Object.values(row)) });
}
const listed = await writer.all('SELECT * FROM published_service');
const moved = differing(
  'service_id',
  new Map(listed.map((row) => [row.service_id, row])),
  await source.all(`SELECT * FROM published_service WHERE change_seq > ${before.change_seq}`),
);

const started = performance.now();
await writer.begin();
for (const { table, names, rows } of loads) await writer.insert(table, names, rows);
for (const { names, rows } of moved) await writer.update('published_service', 'service_id', names, rows);
await writer.commit();
const seconds = (performance.now() - started) / 1000;
await source.close();
await writer.close();
console.log(
  JSON.stringify({ seconds, rows: [...loads, ...moved].reduce((sum, { rows }) => sum + rows.length, 0) }),
);
