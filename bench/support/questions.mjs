// Lists that are asked for once only: filters and cursors, each with the hand-written statements that answer it.
import { openRaw } from '../floors/database.mjs';
import { NOT_FROM_MEMORY } from './client.mjs';

const LIMIT = 50;
const PAGES_OF_ONE_FILTER = 4;
const CONDITIONS = {
  agency: 's.agency_code = ?',
  field: 's.field_code = ?',
  level: 's.level = ?',
  minLevel: 's.level >= ?',
};

/** Different questions, in an order that is always the same. @param first how many to pass over */
export async function questionsOf(databaseUrl, client, count) {
  const questions = [];
  for (const filter of shuffled(await filtersOf(databaseUrl))) {
    let after;
    for (let page = 0; page < PAGES_OF_ONE_FILTER; page += 1) {
      const words = { ...filter, limit: LIMIT, ...(after ? { cursor: after.cursor } : {}) };
      const path = `/api/v1/services?${new URLSearchParams(words)}`;
      const { status, body } = await client.request(path, { headers: NOT_FROM_MEMORY });
      if (status !== 200) throw new Error(`${path}: ${status}`);
      const { items, ...envelope } = JSON.parse(body);
      questions.push({ path, ...statementsFor(filter, after?.key), envelope });
      if (questions.length === count) return questions;
      if (envelope.next === null) break;
      const { procedure, agency } = items.at(-1);
      after = { cursor: envelope.next, key: [procedure.code, agency.code] };
    }
  }
  return questions;
}

async function filtersOf(databaseUrl) {
  const raw = await openRaw(databaseUrl);
  const codes = async (column) =>
    (await raw.all(`SELECT DISTINCT ${column} AS code FROM published_service ORDER BY 1`, [])).map(
      (row) => row.code,
    );
  const agencies = (await codes('agency_code')).slice(0, 300);
  const fields = await codes('field_code');
  await raw.close();
  const filters = fields.flatMap((field) => ['1', '2'].map((minLevel) => ({ field, minLevel })));
  for (const about of [...agencies.map((agency) => ({ agency })), ...fields.map((field) => ({ field }))])
    filters.push(about, ...['1', '2', 'none'].map((level) => ({ ...about, level })));
  return filters;
}

function statementsFor(filter, after) {
  const where = Object.keys(filter).map((name) => CONDITIONS[name]);
  const values = Object.entries(filter).map(([name, value]) =>
    name === 'level' || name === 'minLevel' ? Number(value === 'none' ? 0 : value) : value,
  );
  const from = [...where, ...(after ? ['(s.procedure_code, s.agency_code) > (?, ?)'] : [])].join(' AND ');
  return {
    rows: {
      sql: `SELECT c.doc FROM published_service s JOIN change c ON c.seq = s.change_seq
        WHERE ${from} ORDER BY s.procedure_code, s.agency_code LIMIT ${LIMIT}`,
      values: [...values, ...(after ?? [])],
    },
    count: {
      sql: `SELECT COUNT(*) AS total FROM published_service s WHERE ${where.join(' AND ')}`,
      values,
    },
  };
}

function shuffled(list) {
  const items = [...list];
  let state = 1;
  for (let i = items.length - 1; i > 0; i -= 1) {
    state = (state * 48_271) % 2_147_483_647;
    const j = state % (i + 1);
    [items[i], items[j]] = [items[j], items[i]];
  }
  return items;
}
