// The floor of a declaration: the rows that the product wrote for it, written again into a copy of the database, in a raw durable
// transaction each. Prints transactions a second.
import { differing, openWriter } from './writer.mjs';

const { from, into, entries } = JSON.parse(process.argv[2]);
const source = await openWriter(from);
const writer = await openWriter(into);
const CELL = 'agency_code, level, basis, declared_level, verified_level, has_forms, demonstration'.split(
  ', ',
);
const IS_CELL = CELL.map((name) => `${name} = ?`).join(' AND ');
const cellOf = (row) => CELL.map((name) => row[name]);
const MAKE_CELL = `INSERT INTO past_cell (id, ${CELL}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;
const MAKE_DAY = `INSERT INTO past_count (cell_id, from_day, n)
  SELECT CAST(? AS INTEGER), ?, COALESCE((SELECT n FROM past_count WHERE cell_id = ? AND from_day < ? ORDER BY from_day DESC LIMIT 1), 0)
  WHERE true ON CONFLICT DO NOTHING`;

const declared = [];
for (const seq of entries) declared.push(await rowsOf(seq));
// The first of them prepares the statements.
const started = performance.now();
for (const rows of declared) await write(rows);
const ms = performance.now() - started;
await source.close();
await writer.close();
console.log(JSON.stringify({ perSecond: (declared.length * 1000) / ms }));

/** Everything that the product wrote for one entry of the ledger. */
async function rowsOf(seq) {
  const [entry] = await source.all('SELECT * FROM ledger_entry WHERE seq = ?', [seq]);
  const { at } = entry;
  // One statement of the ledger's entry is about the service: found by it, no table is read through.
  const { subject } = JSON.parse(entry.body).items[0];
  const id = subject.slice('service:'.length);
  const [change] = await source.all('SELECT * FROM change WHERE service_id = ? AND at = ?', [id, at]);
  const published = await source.all('SELECT * FROM published_service WHERE service_id = ?', [id]);
  const before = await writer.all('SELECT * FROM published_service WHERE service_id = ?', [id]);
  const of = (table, condition, values) => source.all(`SELECT * FROM ${table} WHERE ${condition}`, values);
  const added = await of('service_state', 'service_id = ? AND known_from = ?', [id, at]);
  const closed = await of('service_state', 'service_id = ? AND known_to = ?', [id, at]);
  return {
    entry,
    change,
    id,
    at,
    subjects: await of('ledger_subject', 'subject = ? AND seq = ?', [subject, seq]),
    declarations: await of('declaration', 'service_id = ? AND recorded_at = ?', [id, at]),
    added,
    closed,
    moves: await movesOf(added, closed),
    published,
    before,
    moved: differing(['service_id'], before, published),
  };
}

/** The cells of stretches that the product added or closed, and by how much their counts move from which days on. */
async function movesOf(added, closed) {
  const cells = new Map();
  for (const [states, by] of [
    [added, 1],
    [closed, -1],
  ]) {
    for (const state of states) {
      const key = cellOf(state);
      const days = cells.get(key.join())?.days ?? new Map();
      cells.set(key.join(), { key, days });
      days.set(state.valid_from, (days.get(state.valid_from) ?? 0) + by);
      days.set(state.valid_to, (days.get(state.valid_to) ?? 0) - by);
    }
  }
  const moves = [];
  for (const { key, days } of cells.values()) {
    const [cell] = await source.all(`SELECT * FROM past_cell WHERE ${IS_CELL}`, key);
    for (const [day, by] of days) if (by !== 0) moves.push({ cell, day, by });
  }
  // More before less: no count is below none meanwhile.
  return moves.sort((a, b) => b.by - a.by);
}

async function moveDay({ cell, day, by }) {
  await writer.run(MAKE_CELL, [cell.id, ...cellOf(cell)]);
  await writer.run(MAKE_DAY, [cell.id, day, cell.id, day]);
  await writer.run('UPDATE past_count SET n = n + ? WHERE cell_id = ? AND from_day >= ?', [by, cell.id, day]);
}

async function write(rows) {
  const { entry, change, id, at } = rows;
  await writer.begin();
  await insert('declaration', rows.declarations);
  for (const state of rows.closed)
    await writer.run(
      'UPDATE service_state SET known_to = ? WHERE service_id = ? AND known_from = ? AND valid_from = ?',
      [at, id, state.known_from, state.valid_from],
    );
  await insert('service_state', rows.added);
  for (const move of rows.moves) await moveDay(move);
  for (const [list, by] of [
    [rows.before, -1],
    [rows.published, 1],
  ]) {
    for (const row of list) {
      for (const field of ['', row.field_code]) {
        const values = [field, ...cellOf(row)];
        const changed = await writer.run(
          `UPDATE coverage_cell SET n = n + ? WHERE field_code = ? AND ${IS_CELL}`,
          [by, ...values],
        );
        if (changed === 0)
          await writer.run(
            `INSERT INTO coverage_cell (field_code, ${CELL}, n) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)`,
            values,
          );
      }
    }
  }
  await insert('change', [change]);
  for (const { names, rows: list } of rows.moved)
    await writer.update('published_service', ['service_id'], names, list);
  await insert('ledger_entry', [entry]);
  await insert('ledger_subject', rows.subjects);
  await writer.run(
    `UPDATE ledger_head SET seq = ?, hash = ?, at = ?, change_seq = ?, content_seq = ?, content_at = ? WHERE id = 1`,
    [entry.seq, entry.hash, at, change.seq, entry.seq, at],
  );
  await writer.commit();
}

async function insert(table, rows) {
  if (rows.length > 0)
    await writer.insert(
      table,
      Object.keys(rows[0]),
      rows.map((row) => Object.values(row)),
    );
}
