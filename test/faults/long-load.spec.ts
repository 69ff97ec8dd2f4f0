import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDuplicate } from '../../src/database/dialect.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { BuiltCatalogue } from '../support/built-catalogue.js';
import { onBothDatabases } from '../support/catalogue.js';
import { Prepared, rowsOf } from '../support/prepared.js';
import { loadSample } from '../support/sample.js';

const KILLS = Math.max(2, Number(process.env['FAULT_ROUNDS'] ?? 0) / 10);
const ACTOR = { name: 'system', agencyCode: null };

onBothDatabases('A long load', loadSample, (catalogue) => {
  const seq = async () => (await catalogue().http().get('/api/v1/ledger/head').expect(200)).body.seq;
  const load = (work: Parameters<UnitOfWork['runLong']>[1]) =>
    catalogue().app.get(UnitOfWork).runLong({ actor: ACTOR, action: 'test.load' }, work);

  it('is seen by nobody before it is committed, and by everybody afterwards', async () => {
    const before = await seq();
    await load(async (unit) => {
      unit.record('list:test', null, 'one');
      await unit.flush();
      expect(unit.head.seq).toBe(before + 1);
      expect(await seq()).toBe(before);
    });
    expect(await seq()).toBe(before + 1);
  });

  it('that fails leaves nothing, and the next write has its turn', async () => {
    const before = await seq();
    const failing = load(async (unit) => {
      unit.record('list:test', null, 'two');
      await unit.flush();
      throw new Error('It was not to be');
    });
    await expect(failing).rejects.toThrow('It was not to be');
    expect(await seq()).toBe(before);
    await load(async (unit) => unit.record('list:test', null, 'three'));
    expect(await seq()).toBe(before + 1);
  });

  it('hears of a row that is there already as any other write does', async () => {
    const twice = load((unit) =>
      unit.run(`INSERT INTO ledger_head SELECT * FROM ledger_head WHERE id = :id`, { id: 1 }),
    );
    await expect(twice).rejects.toSatisfy(isDuplicate);
  });
});

onBothDatabases('A transaction that the database ends by itself', loadSample, (catalogue) => {
  // As SQLite does where its disk is full or failing, and PostgreSQL at every error.
  const ending = 'INSERT OR ROLLBACK INTO ledger_head SELECT * FROM ledger_head WHERE id = 1';
  const day = '2999-12-31';

  it.each(['run', 'runLong'] as const)('keeps nothing that was asked before or after (%s)', async (run) => {
    const unitOfWork = catalogue().app.get(UnitOfWork);
    const note = 'INSERT INTO pending_day (day, service_id) VALUES (:day, :id)';
    const told = unitOfWork[run]({ actor: ACTOR, action: 'test.load' }, async (unit) => {
      const asked = await Promise.allSettled([
        unit.run(note, { day, id: 'before' }),
        unit.run(catalogue().engine === 'postgres' ? ending.replace('OR ROLLBACK ', '') : ending),
        unit.run(note, { day, id: 'after' }),
      ]);
      expect(asked.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
      throw (asked[2] as PromiseRejectedResult).reason;
    });
    // What came first is what went wrong.
    await expect(told).rejects.toSatisfy(isDuplicate);
    const { databaseUrl } = catalogue();
    expect(await rowsOf(databaseUrl, `SELECT service_id FROM pending_day WHERE day = '${day}'`)).toEqual([]);
    await unitOfWork[run]({ actor: ACTOR, action: 'test.load' }, async (unit) => {
      unit.record('list:test', null, 'afterwards');
    });
  });
});

for (const engine of ['better-sqlite3', 'postgres'] as const)
  describe(`An import on ${engine}`, () => {
    let prepared: Prepared;
    beforeAll(async () => (prepared = await Prepared.of(engine)));
    afterAll(() => prepared?.remove());

    it(`killed while it is written is there wholly or not at all (${KILLS} rounds)`, async () => {
      const token = prepared.tokens.admin;
      let tookMs = 0;
      const seen = new Set<number>();
      for (let round = 0; round <= KILLS; round += 1) {
        const env = await prepared.copy();
        const catalogue = await BuiltCatalogue.start(env);
        try {
          const { id, update } = await sentWithNewAddresses(catalogue, token);
          expect(update).toBeGreaterThan(100);
          const began = performance.now();
          const commit = catalogue.ask('POST', `/api/v1/imports/${id}/commit`, { token, body: {} });
          // The first round says how long it takes.
          if (round === 0) expect((await commit).status).toBe(200);
          else {
            commit.catch(() => undefined);
            const killedAfterMs = ((round - 1) / KILLS) * tookMs;
            await new Promise((resolve) => setTimeout(resolve, killedAfterMs));
          }
          tookMs ||= performance.now() - began;
          await catalogue.kill();
          const again = await BuiltCatalogue.start(env);
          expect((await again.ask('GET', '/api/v1/ledger/verify')).body).toMatchObject({ ok: true });
          await again.kill();
          const [{ n }] = (await rowsOf<{ n: number | string }>(
            env.DATABASE_URL,
            `SELECT COUNT(*) AS n FROM service_facts WHERE facts LIKE '%//new.%'`,
          )) as [{ n: number | string }];
          expect([0, update]).toContain(Number(n));
          seen.add(Number(n));
        } finally {
          await catalogue.kill();
        }
      }
      expect(seen.size).toBe(2);
    });
  });

/** Sends the catalogue's own list with a new address of every page. */
async function sentWithNewAddresses(
  catalogue: BuiltCatalogue,
  token: string,
): Promise<{ id: string; update: number }> {
  const text = await (await fetch(`${catalogue.address}/api/v1/services.csv`)).text();
  const rows = parse(text, { columns: true, bom: true }) as Record<string, string>[];
  for (const row of rows) row['information_url'] = `https://new.example/${row['id']}`;
  const form = new FormData();
  form.set('file', new Blob([stringify(rows, { header: true })]), 'services.csv');
  const { status, body } = await catalogue.send('/api/v1/imports', { token, form });
  expect(status).toBe(201);
  return body as unknown as { id: string; update: number };
}
