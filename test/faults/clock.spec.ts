import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, BuiltCatalogue } from '../support/built-catalogue.js';
import { declarationNo, WRITTEN_SERVICES } from '../support/declaring-clerk.js';
import { Prepared, rowsOf } from '../support/prepared.js';
import { PASSWORD } from '../support/sample.js';

/** Where Debian and Ubuntu put it: `apt-get install faketime`. */
const LIBRARY = ['x86_64', 'aarch64']
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`)
  .find((path) => existsSync(path));
const SERVICE = WRITTEN_SERVICES[0];

describe.skipIf(LIBRARY === undefined)('With a clock that jumps (left out without libfaketime)', () => {
  let prepared: Prepared;
  let env: { DATABASE_URL: string };
  let clock: string;
  let catalogue: BuiltCatalogue;
  let written = 0;
  beforeAll(async () => {
    prepared = await Prepared.of('better-sqlite3');
    env = await prepared.copy();
    clock = join(prepared.folder, 'clock');
    set('+0');
    catalogue = await BuiltCatalogue.start({
      ...env,
      LD_PRELOAD: LIBRARY!,
      FAKETIME_TIMESTAMP_FILE: clock,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    });
  });
  afterAll(async () => {
    await catalogue?.kill();
    prepared?.remove();
  });

  /** @param offset such as `-1h` */
  const set = (offset: string) => writeFileSync(clock, offset);
  const declare = async (token: string) => {
    written += 1;
    const body = declarationNo(written, `c-${written}`);
    return catalogue.ask('POST', `/api/v1/services/${SERVICE}/declarations`, { token, body });
  };
  const signIn = () =>
    catalogue.ask('POST', '/api/v1/session', { body: { username: 'clerk', password: PASSWORD } });
  const tokenIn = ({ status, body }: Answer) => {
    expect(status).toBe(201);
    return String(body['token']);
  };
  const who = async (token: string) => (await catalogue.ask('GET', '/api/v1/session', { token })).status;

  it('everything keeps its order, tags change with what they stand for, and sessions last as long as they may', async () => {
    const first = tokenIn(await signIn());
    const wrong = () =>
      catalogue.ask('POST', '/api/v1/session', { body: { username: 'clerk2', password: 'not this one' } });
    expect((await wrong()).status).toBe(401);
    const tags = new Set<string>();
    const write = async (token: string) => {
      for (let n = 0; n < 3; n += 1) {
        expect((await declare(token)).status).toBe(201);
        const { headers } = await catalogue.ask('GET', `/api/v1/services/${SERVICE}`);
        const etag = headers.get('etag')!;
        expect(tags).not.toContain(etag);
        tags.add(etag);
        const again = await catalogue.ask('GET', `/api/v1/services/${SERVICE}`, {
          headers: { 'if-none-match': etag },
        });
        expect(again.status).toBe(304);
      }
    };
    await write(first);
    set('-1h');
    await write(first);
    const early = tokenIn(await signIn());
    expect((await wrong()).headers.get('ratelimit') ?? '').not.toContain('-');
    set('+3652d');
    expect(await who(first)).toBe(401);
    const future = await signIn();
    expect(String(future.body['expiresAt']).slice(0, 4)).toBe(String(new Date().getUTCFullYear() + 10));
    await write(tokenIn(future));
    set('+0');
    // Else it would be good for ten years.
    expect(await who(String(future.body['token']))).toBe(401);
    const last = await signIn();
    const life = Date.parse(String(last.body['expiresAt'])) - Date.now();
    expect(life).toBeGreaterThan(0);
    expect(life).toBeLessThan(24 * 3_600_000);
    await write(tokenIn(last));
    expect([200, 401]).toContain(await who(early));
    set('+1d');
    expect(await who(tokenIn(last))).toBe(401);
    set('+0');

    const entries = await rowsOf<{ seq: number; at: string }>(
      env.DATABASE_URL,
      'SELECT seq, at FROM ledger_entry ORDER BY seq',
    );
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).toSorted());
    const feed = await catalogue.ask('GET', '/api/v1/changes?limit=500');
    const items = feed.body['items'] as unknown as { seq: number; at: string }[];
    expect(items.map(({ at }) => at)).toEqual(items.map(({ at }) => at).toSorted());
    expect((await catalogue.ask('GET', '/api/v1/ledger/verify')).body).toMatchObject({ ok: true });
    const metrics = await (await fetch(`${catalogue.address}/metrics`)).text();
    expect(metrics.split('\n').filter((line) => /^catalogue\S* -/.test(line))).toEqual([]);
    expect(await catalogue.stop()).toBe(0);
  });
});
