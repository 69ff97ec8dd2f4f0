import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { BuiltCatalogue } from '../support/built-catalogue.js';
import { declarationNo, WRITTEN_SERVICES } from '../support/declaring-clerk.js';
import { FourWriters } from '../support/four-writers.js';
import { until } from '../support/patience.js';
import { Prepared, rowsOf } from '../support/prepared.js';
import { type ProxyMode, TcpProxy } from '../support/tcp-proxy.js';
import { tellNumbers } from '../support/summary.js';

/**
 * Within so long requests are answered while PostgreSQL is away: after three seconds at the latest each, on a machine that may be
 * slow; one after the other, ten at once, so many would take half a minute.
 */
const SOON_MS = 15_000;
const AT_ONCE = 100;

describe('While PostgreSQL is away, the program', () => {
  let prepared: Prepared;
  let env: { DATABASE_URL: string };
  let proxy: TcpProxy;
  let catalogue: BuiltCatalogue;
  let questions = 0;
  let line = 0;
  beforeAll(async () => {
    prepared = await Prepared.of('postgres');
    env = await prepared.copy();
    const before = await TcpProxy.before(env.DATABASE_URL);
    proxy = before.proxy;
    catalogue = await BuiltCatalogue.start({ ...env, DATABASE_URL: before.url });
  });
  afterAll(async () => {
    if (catalogue && catalogue.child.exitCode !== null) console.log(catalogue.output);
    await catalogue?.kill();
    proxy?.close();
    prepared?.remove();
  });

  /** A question that no earlier answer can be kept for. */
  const read = () => catalogue.ask('GET', `/api/v1/services?q=cap&limit=${(questions += 1)}`);
  const write = (headers: Record<string, string> = {}) =>
    catalogue.ask('POST', '/api/v1/plans/2031/lines', {
      token: prepared.tokens.planner,
      body: { kind: 'strand', title: `Dòng ${(line += 1)}` },
      headers,
    });
  const ready = async () => (await catalogue.ask('GET', '/readyz')).status;
  const answers = (status: number, ask: () => Promise<number>) =>
    until(async () => (await ask()) === status, `an answer with ${status}`, 50);

  for (const mode of ['refuse', 'reset', 'hang'] satisfies ProxyMode[]) {
    it(`says so at once, stays alive, and goes on by itself (${mode})`, async () => {
      // With connections of both pools at hand: those that hang are worse than those that cannot be had.
      expect((await Promise.all([read(), read(), write()])).map(({ status }) => status)).toEqual([
        200, 200, 201,
      ]);
      proxy.set(mode);
      const began = performance.now();
      const [alive, readiness, reading, writing, ...others] = await Promise.all([
        catalogue.ask('GET', '/healthz'),
        catalogue.ask('GET', '/readyz'),
        read(),
        write(),
        // More than the pool has connections: none waits for those before it.
        ...Array.from({ length: AT_ONCE }, () => read()),
      ]);
      const answeredMs = performance.now() - began;
      expect(answeredMs).toBeLessThan(SOON_MS);
      expect(alive.status).toBe(200);
      for (const answer of [readiness, reading, writing, ...others]) {
        expect(answer.status).toBe(503);
        expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
        expect(answer.body['code']).toBe('unavailable');
      }
      proxy.set('pass');
      const back = performance.now();
      await answers(200, ready);
      await answers(200, async () => (await read()).status);
      await answers(201, async () => (await write()).status);
      const backMs = performance.now() - back;
      tellNumbers(
        `${mode}: answered within ${Math.round(answeredMs)} ms, back within ${Math.round(backMs)} ms`,
      );
    });
  }

  it('is slow over a slow network, and right', async () => {
    proxy.set('slow');
    expect((await read()).status).toBe(200);
    proxy.set('pass');
  });

  it('answers 503 where it cannot know whether a commit was kept, and the same key has one effect', async () => {
    const key = { 'idempotency-key': 'after-commit' };
    const titles = () =>
      rowsOf<{ title: string }>(env.DATABASE_URL, `SELECT title FROM plan_line WHERE title = 'Dòng ${line}'`);
    proxy.set('hang-after-commit');
    const lost = await write(key);
    expect(proxy.committed).toBe(true);
    expect([503, 504]).toContain(lost.status);
    proxy.set('pass');
    await answers(200, ready);
    line -= 1;
    expect((await write(key)).status).toBe(201);
    expect(await titles()).toHaveLength(1);
  });

  it('loses only what is under way when all its backends are ended', async () => {
    const writers = new FourWriters(prepared.tokens.clerk);
    const enough = new AbortController();
    const writing = writers.write(catalogue, enough.signal);
    const admin = new pg.Client(`${inject('postgresUrl')}/postgres`);
    await admin.connect();
    const name = new URL(env.DATABASE_URL).pathname.slice(1);
    for (let round = 1; round <= 3; round += 1) {
      await writers.until(writers.answered + 5);
      await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
    }
    await writers.until(writers.answered + 5);
    await admin.end();
    enough.abort();
    await writing;
    const otherwise = [...writers.refusals.keys()].filter((status) => status !== 503);
    expect(otherwise, catalogue.output.slice(-2000)).toEqual([]);
    expect(await writers.faults(env.DATABASE_URL)).toEqual([]);
    expect((await catalogue.ask('GET', '/api/v1/ledger/verify')).body).toMatchObject({ ok: true });
  });

  it('says so where its disk is full, whichever row of a write it was that found no place, and keeps nothing of it', async () => {
    const admin = new pg.Client(env.DATABASE_URL);
    await admin.connect();
    await admin.query(`CREATE FUNCTION no_place() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE 'could not extend file: no space left on device' USING ERRCODE = 'disk_full'; END $$`);
    const path = `/api/v1/services/${WRITTEN_SERVICES[0]}`;
    const standing = (await catalogue.ask('GET', path)).body['level'];
    // Another level than before, so that every table is written.
    const level = standing === 1 ? 2 : 1;
    const declare = () =>
      catalogue.ask('POST', `${path}/declarations`, {
        token: prepared.tokens.clerk,
        body: { ...declarationNo((line += 1), `no-place-${line}`), level },
      });
    const tables = [
      'declaration',
      'service_state',
      'change',
      'published_service',
      'coverage_cell',
      'past_count',
      'ledger_entry',
      'ledger_subject',
      'ledger_head',
    ];
    try {
      for (const table of tables) {
        await admin.query(
          `CREATE TRIGGER no_place BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION no_place()`,
        );
        const { status, body } = await declare();
        expect([status, body['code']], table).toEqual([503, 'unavailable']);
        await admin.query(`DROP TRIGGER no_place ON ${table}`);
      }
      expect((await declare()).status).toBe(201);
      const kept = await rowsOf(
        env.DATABASE_URL,
        `SELECT note FROM declaration WHERE note LIKE 'no-place-%'`,
      );
      expect(kept).toEqual([{ note: `no-place-${line}` }]);
      expect((await catalogue.ask('GET', '/api/v1/ledger/verify')).body).toMatchObject({ ok: true });
    } finally {
      await admin.query('DROP FUNCTION no_place CASCADE');
      await admin.end();
    }
  });

  it('says so where PostgreSQL has no connection left, and asks it nothing that needs none', async () => {
    const admin = new pg.Client(env.DATABASE_URL);
    await admin.connect();
    const role = `limited_${Date.now()}`;
    await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'limited'`);
    await admin.query(`GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}`);
    const url = new URL(env.DATABASE_URL);
    url.username = role;
    url.password = 'limited';
    const limited = await BuiltCatalogue.start({ ...env, DATABASE_URL: url.href });
    try {
      await admin.query(`ALTER ROLE ${role} CONNECTION LIMIT 0`);
      await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [role]);
      const answer = await limited.ask('GET', '/api/v1/services?limit=7');
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
      expect((await limited.ask('GET', '/healthz')).status).toBe(200);
      expect((await limited.ask('OPTIONS', '/api/v1/services')).status).toBe(204);
      expect((await limited.ask('GET', '/api/v1/services?level=9')).status).toBe(400);
      expect((await limited.ask('GET', '/api/v1/accounts', { token: 'made-up' })).status).toBe(401);
      await admin.query(`ALTER ROLE ${role} CONNECTION LIMIT -1`);
      await answers(200, async () => (await limited.ask('GET', '/api/v1/services?limit=8')).status);
    } finally {
      await limited.kill();
      await admin.end();
    }
  });
});
