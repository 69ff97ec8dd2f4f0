import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { RestoringDatabase } from '../../src/backup/restoring-database.js';
import { tablesOf } from '../../src/backup/stored-tables.query.js';
import type { Value } from '../../src/backup/table-file.js';
import { readerOf } from '../../src/database/data-source.js';
import { MIGRATIONS } from '../../src/database/migrations/index.js';
import { type LedgerEntry, seal } from '../../src/ledger/entry.js';
import { BuiltCatalogue } from '../support/built-catalogue.js';
import { ENGINES } from '../support/catalogue.js';
import { PATIENCE_MS } from '../support/patience.js';
import { createDatabase } from '../support/postgres.js';
import { fileOf, Prepared, rowsOf } from '../support/prepared.js';
import { seeded } from '../support/seeded.js';

const OPTIONS = { replicaUrls: [], poolSize: 2, connectTimeoutMs: PATIENCE_MS };
const NAMES = MIGRATIONS.map(({ name }) => name);
/** How many migrations made the first schema whose ledger seals rows. */
const SEALING = NAMES.findIndex((name) => name.startsWith('RowSeals')) + 1;
const KILLS = Math.min(20, Number(process.env['FAULT_ROUNDS'] ?? 2));
/** How many migrations made each older schema; of these `npm test` takes the first and the last alone. */
const EARLIER = NAMES.slice(1)
  .map((_, i) => i + 1)
  .filter((count) => KILLS > 2 || count === 1 || count === NAMES.length - 1);

for (const engine of ENGINES) {
  describe(`A database of an older version on ${engine === 'postgres' ? 'PostgreSQL' : 'SQLite'}`, () => {
    let prepared: Prepared;
    let env: { DATABASE_URL: string };
    let listed: unknown;
    beforeAll(async () => {
      prepared = await Prepared.of(engine);
      env = await prepared.copy();
      const catalogue = await BuiltCatalogue.start(env);
      listed = (await catalogue.ask('GET', '/api/v1/checksum')).body;
      await catalogue.stop();
    });
    afterAll(() => prepared?.remove());

    /** The sample's rows in the schema that the first `count` migrations make, with the columns that there were. */
    async function older(count: number): Promise<{ DATABASE_URL: string }> {
      let url: string;
      if (engine === 'postgres') url = await createDatabase(inject('postgresUrl'));
      else {
        const folder = join(prepared.folder, `older-${count}-${Math.random()}`);
        mkdirSync(folder);
        url = `sqlite:${join(folder, 'catalog.sqlite')}`;
      }
      const reader = readerOf({ ...OPTIONS, url: env.DATABASE_URL });
      const database = await RestoringDatabase.open({ ...OPTIONS, url }, NAMES.slice(0, count));
      let prev = '0'.repeat(64);
      /** The chain as a version wrote it that sealed no rows. */
      const unsealed = (table: string, row: Record<string, Value>) => {
        if (table === 'ledger_head') row['hash'] = prev;
        if (table !== 'ledger_entry') return;
        const { rows: _, ...entry } = JSON.parse(row['body'] as string) as LedgerEntry;
        const { body, hash } = seal({ ...entry, prev });
        Object.assign(row, { body, hash });
        prev = hash;
      };
      const present = new Map((await tablesOf(reader)).map((table) => [table.name, table]));
      for (const table of await tablesOf(database)) {
        const names = table.columns
          .map(({ name }) => name)
          .filter((name) => present.get(table.name)?.columns.some((column) => column.name === name));
        const rows = async function* () {
          const order = table.name === 'ledger_entry' ? 'ORDER BY seq' : '';
          const sql = `SELECT ${names.join(', ')} FROM ${table.name} ${order}`;
          for await (const slice of reader.stream<Record<string, Value>>(sql))
            for (const row of slice) {
              if (count < SEALING) unsealed(table.name, row);
              yield names.map((name) => row[name]!);
            }
        };
        await database.fill(table, names, rows());
      }
      await database.commit();
      await reader.close();
      return { ...env, DATABASE_URL: url };
    }

    async function comesUpWhole(old: { DATABASE_URL: string }): Promise<void> {
      const catalogue = await BuiltCatalogue.start(old);
      try {
        expect((await catalogue.ask('GET', '/readyz')).status).toBe(200);
        expect((await catalogue.ask('GET', '/api/v1/checksum')).body).toEqual(listed);
        expect((await catalogue.ask('GET', '/api/v1/ledger/verify')).body).toMatchObject({
          ok: true,
          rows: expect.any(Number),
        });
        const applied = await rowsOf<{ name: string }>(
          old.DATABASE_URL,
          'SELECT name FROM migrations ORDER BY id',
        );
        expect(applied.map(({ name }) => name)).toEqual(NAMES);
      } finally {
        await catalogue.kill();
      }
    }

    it('is brought up to date from the schemas that there were, with its rows', async () => {
      for (const count of EARLIER) await comesUpWhole(await older(count));
    });

    it('is brought up to date by the next start where one was killed in the middle', async () => {
      const random = seeded(Number(process.env['FAULT_SEED'] ?? 1));
      const old = await older(1);
      for (let kill = 1; kill <= KILLS; kill += 1) {
        const starting = BuiltCatalogue.start(old);
        // Into the time in which it loads, opens and migrates.
        const killed = starting.then(
          (catalogue) => catalogue.kill(),
          () => undefined,
        );
        await new Promise((resolve) => setTimeout(resolve, 300 + random() * 1500));
        BuiltCatalogue.killAll();
        await killed;
      }
      await comesUpWhole(old);
    });

    it('is refused, with what to do, where it is of a newer version', async () => {
      const newer = await prepared.copy();
      const sql = `INSERT INTO migrations (timestamp, name) VALUES (4102444800000, 'Later4102444800000')`;
      if (engine === 'postgres') {
        const client = new pg.Client(newer.DATABASE_URL);
        await client.connect();
        await client.query(sql);
        await client.end();
      } else {
        const file = new BetterSqlite3(fileOf(newer));
        file.exec(sql);
        file.close();
      }
      const { code, output } = await BuiltCatalogue.refusal(newer);
      expect(code).toBe(1);
      expect(output.trim().split('\n')).toEqual([expect.stringContaining('Later4102444800000')]);
    });
  });
}
