import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SealedTable } from './sealed-table.js';
import { StatementThread } from './statement-thread.js';

let folder: string;
let thread: StatementThread;
/** The same file, read without a thread. */
let direct: Sqlite.Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'catalogue-thread-'));
  const path = join(folder, 'test.sqlite');
  direct = new Sqlite(path);
  direct.exec('CREATE TABLE t (id integer PRIMARY KEY, name text UNIQUE, part real, bytes blob)');
  thread = new StatementThread({ path, readonly: false, pragmas: ['journal_mode = WAL'] });
});

afterEach(async () => {
  await thread.end();
  direct.close();
  rmSync(folder, { recursive: true });
});

const insert = (...each: (string | number | null)[][]) =>
  thread.ask({ sql: 'INSERT INTO t (id, name, part) VALUES (?, ?, ?)', each });

it.each([
  'SELECT * FROM t ORDER BY id DESC',
  'SELECT id, name FROM t WHERE id > :above ORDER BY name',
  'WITH some AS (SELECT id AS "idOfIt", part FROM t) SELECT * FROM some ORDER BY "idOfIt" DESC LIMIT 2',
  'SELECT COUNT(*), MAX(part) AS most FROM t',
  'SELECT a.id, b.id FROM t a JOIN t b ON b.id = a.id + 1 ORDER BY 1',
  'SELECT id FROM t WHERE id < 0',
  'SELECT id, bytes FROM t ORDER BY id',
  'UPDATE t SET part = part + 0.1 WHERE id = 2 RETURNING *',
])('answers the rows that the connection itself would: %s', async (sql) => {
  await insert([1, 'Đăng ký "khai sinh"\n\u2028', 0.1], [2, '', 1 / 3], [3, null, -1.5e-300]);
  direct.prepare('UPDATE t SET bytes = ? WHERE id = 2').run(Buffer.from([0, 255]));
  const params = { above: 0 };
  const { rows } = await thread.ask({ sql, params });
  const same = sql.startsWith('UPDATE') ? 'SELECT * FROM t WHERE id = 2' : sql;
  const expected = direct.prepare(same).all(sql.includes(':above') ? params : {});
  expect(rows.map(withBuffers)).toEqual(expected);
});

it('does what is asked together in its order, and tells of each how it went', async () => {
  const [first, again, second, both] = await Promise.allSettled([
    insert([1, 'a', null]),
    insert([2, 'a', null]),
    insert([3, 'b', null]),
    thread.ask({ sql: 'SELECT name FROM t ORDER BY id' }),
  ]);
  expect(first).toMatchObject({ status: 'fulfilled', value: { changed: 1, rows: [] } });
  expect(again).toMatchObject({ status: 'rejected', reason: { code: 'SQLITE_CONSTRAINT_UNIQUE' } });
  expect(second).toMatchObject({ status: 'fulfilled' });
  expect(both).toMatchObject({ value: { rows: [{ name: 'a' }, { name: 'b' }] } });
});

describe('seals', () => {
  const table = new SealedTable(
    't',
    [
      { property: 'id', name: 'id', primary: true },
      { property: 'nameOfIt', name: 'name', primary: false },
      { property: 'part', name: 'part', primary: false },
    ],
    [],
  );
  const asked = { shape: table.byName, areGone: false };
  const standing = () =>
    direct
      .prepare('SELECT * FROM t ORDER BY id')
      .all()
      .map((row) => [...table.keyOf(row as object), table.hashOf(row as object)]);

  it('rows as they were given', async () => {
    const { rows, changed } = await thread.ask({
      sql: 'INSERT INTO t (part, name, id) VALUES (?, ?, ?)',
      each: [
        [0.1, 'Đăng ký "khai sinh"\n\u2028', 1],
        [null, null, 2],
      ],
      seals: { ...asked, given: ['part', 'name', 'id'] },
    });
    expect(changed).toBe(2);
    expect(rows).toEqual(standing());
  });

  it('each of many rows as it became, and none of one that is not there', async () => {
    await insert([1, 'a', 1], [2, 'b', 2]);
    const sql = 'UPDATE t SET part = ? WHERE id = ? RETURNING *';
    const each = [
      [10, 2],
      [20, 1],
      [30, 7],
    ];
    const { rows, changed } = await thread.ask({ sql, each, seals: asked });
    expect(rows).toEqual(standing().toReversed());
    expect(changed).toBe(2);
  });

  it('rows that are gone', async () => {
    await insert([1, 'a', 1], [2, 'b', 2]);
    const sql = 'DELETE FROM t WHERE id > :above RETURNING *';
    const { rows } = await thread.ask({ sql, params: { above: 1 }, seals: { ...asked, areGone: true } });
    expect(rows).toEqual([[2, null]]);
  });
});

/** What comes from another thread is bytes, but no Buffer. */
function withBuffers(row: unknown): unknown {
  const members = Object.entries(row as object).map(([name, value]) => [
    name,
    value instanceof Uint8Array ? Buffer.from(value) : (value as unknown),
  ]);
  return Object.fromEntries(members);
}
