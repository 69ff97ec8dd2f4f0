import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LISTENER } from '../../src/database/head-watch.service.js';
import { SoleDuty } from '../../src/database/sole-duty.js';
import { BuiltCatalogue } from '../support/built-catalogue.js';
import { builtProgram } from '../support/built.js';
import { runCommand } from '../support/cli.js';
import { declarationNo, WRITTEN_SERVICES } from '../support/declaring-clerk.js';
import { FourWriters } from '../support/four-writers.js';
import { until } from '../support/patience.js';
import { Prepared, rowsOf } from '../support/prepared.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { WebhookTarget } from '../support/webhook-target.js';

const SECRET = 'a secret of the tests, long enough for it';
const DUTY = 99;

interface Item {
  seq: number;
  op: 'upsert' | 'delete';
  id: string;
}

describe('Two processes on one PostgreSQL', () => {
  let prepared: Prepared;
  let env: Record<string, string> & { DATABASE_URL: string };
  let proxy: TcpProxy;
  let one: BuiltCatalogue;
  let other: BuiltCatalogue;
  let target: WebhookTarget;
  let written = 10_000;
  beforeAll(async () => {
    prepared = await Prepared.of('postgres');
    env = { ...(await prepared.copy()), SESSION_SECRET: SECRET, WEBHOOKS_ALLOW_PRIVATE: '1' };
    const through = await TcpProxy.before(env.DATABASE_URL);
    proxy = through.proxy;
    // Both at once, as after a power cut.
    [one, other] = await Promise.all([
      BuiltCatalogue.start(env),
      BuiltCatalogue.start({ ...env, DATABASE_URL: through.url }),
    ]);
    target = await WebhookTarget.start();
  });
  afterAll(async () => {
    await one?.kill();
    await other?.kill();
    proxy?.close();
    await target?.close();
    prepared?.remove();
  });

  const service = WRITTEN_SERVICES[0]!;
  const etagFrom = async (process: BuiltCatalogue) => {
    const { status, headers } = await process.ask('GET', `/api/v1/services/${service}`);
    return status === 200 ? headers.get('etag') : undefined;
  };
  const write = async (process: BuiltCatalogue) => {
    written += 1;
    const path = `/api/v1/services/${service}/declarations`;
    const body = declarationNo(written, `w-${written}`);
    expect((await process.ask('POST', path, { token: prepared.tokens.clerk, body })).status).toBe(201);
  };
  const comesTrue = (holds: () => Promise<boolean>) =>
    until(() => holds().catch(() => false), String(holds), 5);
  /** Milliseconds from the answer to a write on the one to its being seen on the other. */
  const seenAfter = async () => {
    const before = await etagFrom(other);
    await write(one);
    const began = performance.now();
    await comesTrue(async () => (await etagFrom(other)) !== before);
    return performance.now() - began;
  };
  const listeners = () =>
    rowsOf<{ pid: number }>(
      env.DATABASE_URL,
      `SELECT pid FROM pg_stat_activity WHERE application_name = '${LISTENER}' AND datname = current_database()`,
    );
  const holdersOfDuties = async () => {
    const rows = await rowsOf<{ objid: string; holders: string }>(
      env.DATABASE_URL,
      `SELECT objid::text, COUNT(*)::text AS holders FROM pg_locks WHERE locktype = 'advisory' AND granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
         AND objid <> ${DUTY} GROUP BY objid`,
    );
    return rows.map(({ holders }) => holders);
  };
  const fed = async (process: BuiltCatalogue) => {
    const items: Item[] = [];
    let since = '';
    for (;;) {
      const { status, body } = await process.ask('GET', `/api/v1/changes?limit=7${since}`);
      expect(status).toBe(200);
      const page = body as unknown as { items: Item[]; next: string };
      if (page.items.length === 0) return items;
      items.push(...page.items);
      since = `&since=${encodeURIComponent(page.next)}`;
    }
  };

  it('tell each other of a write well within a second, and by the look of each second where the notice is lost', async () => {
    const times: number[] = [];
    for (let n = 0; n < 9; n += 1) times.push(await seenAfter());
    // By looks alone it would take nearly a second, since each write comes just after the look that has seen the one before.
    expect(times.toSorted((a, b) => a - b)[4]).toBeLessThan(500);

    const before = await etagFrom(other);
    expect(await listeners()).toHaveLength(2);
    await rowsOf(
      env.DATABASE_URL,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = '${LISTENER}' AND datname = current_database()`,
    );
    await write(one);
    await comesTrue(async () => (await etagFrom(other)) !== before);
    await comesTrue(async () => (await listeners()).length === 2);
  });

  it('lose nothing and do nothing twice with writers on both, one killed and the other cut off', async () => {
    const { tokens } = prepared;
    const made = await one.ask('POST', '/api/v1/webhooks', {
      token: tokens.admin,
      body: { url: target.url },
    });
    expect(made.status).toBe(201);
    const from = (await fed(one)).at(-1)!.seq;
    await comesTrue(async () => (await holdersOfDuties()).length >= 2);
    expect(new Set(await holdersOfDuties())).toEqual(new Set(['1']));

    const writers = new FourWriters(tokens.clerk);
    const enough = new AbortController();
    const onOne = writers.write(one, enough.signal);
    const onOther = writers.write(other, enough.signal);
    await writers.until(30);
    await one.kill();
    await onOne;
    await writers.until(writers.answered + 10);
    one = await BuiltCatalogue.start(env);
    const onOneAgain = writers.write(one, enough.signal);

    proxy.set('refuse');
    await comesTrue(async () => (await other.ask('GET', '/readyz')).status === 503);
    expect((await other.ask('GET', '/healthz')).status).toBe(200);
    await writers.until(writers.answered + 10);
    proxy.set('pass');
    await comesTrue(async () => (await other.ask('GET', '/readyz')).status === 200);
    await writers.until(writers.answered + 20);
    enough.abort();
    await Promise.all([onOther, onOneAgain]);
    await writers.sendAgain(other);
    expect([...writers.refusals.keys()].filter((status) => status !== 503)).toEqual([]);
    expect(await writers.faults(env.DATABASE_URL)).toEqual([]);

    // Complete, in order, without repeats, and the same from both.
    const items = await fed(one);
    expect(await fed(other)).toEqual(items);
    expect(items.map(({ seq }) => seq)).toEqual(Array.from(items, (_, index) => index + 1));
    expect(items.at(-1)!.seq).toBeGreaterThan(from + 50);
    const mirrored = new Set<string>();
    for (const { op, id } of items) {
      if (op === 'upsert') mirrored.add(id);
      else mirrored.delete(id);
    }
    const [sums, lists] = await Promise.all(
      ['/api/v1/checksum', '/api/v1/services?limit=1'].map((path) =>
        Promise.all([one, other].map((process) => process.ask('GET', path))),
      ),
    );
    expect(sums![0]!.body).toEqual(sums![1]!.body);
    expect(lists!.map(({ body }) => body['total'])).toEqual([mirrored.size, mirrored.size]);

    // Counts as from the beginning, and a chain that holds.
    for (const command of [['check'], ['ledger', 'verify']]) {
      const { code, output } = await runCommand(builtProgram(), env, ...command);
      expect(code, output).toBe(0);
    }

    // What was under way to the target when a process was killed is sent again under its id; nothing else is.
    const last = items.at(-1)!.seq;
    await comesTrue(async () => target.seqs.at(-1) === last);
    const messages = new Map(target.received.map(({ headers, body }) => [headers['webhook-id'], body]));
    const told = [...messages.values()].flatMap(({ data }) => data.items.map(({ seq }) => seq));
    expect(told).toEqual(Array.from({ length: last - from }, (_, index) => from + 1 + index));
    expect(target.received.length - messages.size).toBeLessThanOrEqual(2);
    expect(new Set(await holdersOfDuties())).toEqual(new Set(['1']));
  });

  it('take a duty over from one that the network has swallowed', async () => {
    const through = await TcpProxy.before(env.DATABASE_URL);
    const gone = new SoleDuty(through.url, DUTY);
    const heir = new SoleDuty(env.DATABASE_URL, DUTY);
    try {
      expect(await gone.isMine()).toBe(true);
      expect(await heir.isMine()).toBe(false);
      through.proxy.set('hang');
      // The holder knows first.
      expect(await gone.isMine()).toBe(false);
      expect(await heir.isMine()).toBe(false);
      await until(() => heir.isMine(), 'the duty to be the other’s', 500);
      expect(await gone.isMine()).toBe(false);
    } finally {
      await Promise.all([gone.release(), heir.release()]);
      through.proxy.close();
    }
  });
});
