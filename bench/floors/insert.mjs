// The floor of an import: the rows that the product wrote for it, written again into a copy of the database as it was before, raw and in
// one transaction, under the same indexes. Prints seconds, and how many rows.
import { differing, openWriter } from './writer.mjs';

const { from, into } = JSON.parse(process.argv[2]);
const source = await openWriter(from);
const writer = await openWriter(into);
const [before] = await writer.all('SELECT seq, change_seq, at FROM ledger_head WHERE id = 1');
/** What is new in each table. */
const NEW = {
  service_facts: `recorded_at > '${before.at}'`,
  declaration: `recorded_at > '${before.at}'`,
  service_state: `known_from > '${before.at}'`,
  change: `seq > ${before.change_seq}`,
  ledger_entry: `seq > ${before.seq}`,
  ledger_subject: `seq > ${before.seq}`,
};
/** The rows that were there before, and their keys: of those that differ now, what differs is written. */
const CHANGED = {
  public_service: { keys: ['id'], was: 'true' },
  published_service: { keys: ['service_id'], was: 'true' },
  service_state: {
    keys: ['service_id', 'known_from', 'valid_from'],
    was: `known_from <= '${before.at}'`,
  },
};
/** Kept beside the records, with their keys: counts are moved once, to what each is at the end. */
const COUNTS = {
  coverage_cell:
    'field_code agency_code level basis declared_level verified_level has_forms demonstration'.split(' '),
  past_cell: ['id'],
  past_count: ['cell_id', 'from_day'],
};

const inserts = [];
const updates = [];
for (const [table, condition] of Object.entries(NEW))
  noteInserts(table, await source.all(`SELECT * FROM ${table} WHERE ${condition}`));
for (const [table, { keys, was }] of Object.entries(CHANGED)) {
  const all = `SELECT * FROM ${table} WHERE ${was}`;
  noteUpdates(table, keys, await writer.all(all), await source.all(all));
}
const gone = [];
for (const [table, keys] of Object.entries(COUNTS)) {
  const keyOf = (row) => keys.map((name) => row[name]).join();
  const [were, are] = [
    await writer.all(`SELECT * FROM ${table}`),
    await source.all(`SELECT * FROM ${table}`),
  ];
  const [held, left] = [new Set(were.map(keyOf)), new Set(are.map(keyOf))];
  noteInserts(
    table,
    are.filter((row) => !held.has(keyOf(row))),
  );
  noteUpdates(
    table,
    keys,
    were,
    are.filter((row) => held.has(keyOf(row))),
  );
  const condition = keys.map((name) => `${name} = ?`).join(' AND ');
  for (const row of were.filter((one) => !left.has(keyOf(one))))
    gone.push({ sql: `DELETE FROM ${table} WHERE ${condition}`, key: keys.map((name) => row[name]) });
}

const started = performance.now();
await writer.begin();
for (const { table, names, rows } of inserts) await writer.insert(table, names, rows);
for (const { table, keys, names, rows } of updates) await writer.update(table, keys, names, rows);
for (const { sql, key } of gone) await writer.run(sql, key);
await writer.commit();
const seconds = (performance.now() - started) / 1000;
await source.close();
await writer.close();
const written = [...inserts, ...updates].reduce((sum, { rows }) => sum + rows.length, gone.length);
console.log(JSON.stringify({ seconds, rows: written }));

function noteInserts(table, rows) {
  if (rows.length > 0)
    inserts.push({ table, names: Object.keys(rows[0]), rows: rows.map((row) => Object.values(row)) });
}

function noteUpdates(table, keys, olds, rows) {
  for (const group of differing(keys, olds, rows)) updates.push({ table, keys, ...group });
}
