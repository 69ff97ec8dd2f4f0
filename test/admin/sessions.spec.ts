import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenHash } from '../../src/accounts/tokens.js';
import { Reader } from '../../src/database/reader.js';
import { type Catalogue, ENGINES, NOW, onBothDatabases, startCatalogue } from '../support/catalogue.js';
import { loadSample, PASSWORD, tokenOf } from '../support/sample.js';

const HOUR = 3600_000;
const later = (ms: number) => new Date(Date.parse(NOW) + ms).toISOString();

function userOf(catalogue: () => Catalogue) {
  const signIn = (username: string, password = PASSWORD) =>
    catalogue().http().post('/api/v1/session').send({ username, password });
  const whoAmI = (token: string) =>
    catalogue().http().get('/api/v1/session').set('Authorization', `Bearer ${token}`);
  const tokenFor = async (username: string): Promise<string> =>
    (await signIn(username).expect(201)).body.token;
  return { signIn, whoAmI, tokenFor };
}

onBothDatabases('Signing in', loadSample, (catalogue) => {
  const { signIn, whoAmI, tokenFor } = userOf(catalogue);
  const ledgerOf = (action: string) =>
    catalogue()
      .app.get(Reader)
      .all<{ body: string }>('SELECT body FROM ledger_entry WHERE action = :action ORDER BY seq', { action });

  it('gives a token and a cookie that scripts cannot read, and says whose they are', async () => {
    const { body, headers } = await signIn('clerk').expect(201);
    expect(body).toEqual({
      token: expect.stringMatching(/^slc_ses_[\w-]{43}$/),
      expiresAt: expect.stringMatching(/^2026-03-02T14:00:00\.\d{3}Z$/),
      account: { username: 'clerk', role: 'clerk', agencyCode: 'STP' },
    });
    expect(headers['set-cookie']).toEqual([
      `session=${body.token}; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax`,
    ]);
    expect(headers['cache-control']).toBe('no-store');
    const who = await whoAmI(body.token).expect(200);
    expect(who.body).toEqual({ expiresAt: body.expiresAt, account: body.account });
    const byCookie = await catalogue().http().get('/api/v1/session').set('Cookie', `session=${body.token}`);
    expect(byCookie.body).toEqual(who.body);
    expect(byCookie.headers['cache-control']).toBe('no-store');
  });

  it('gives another token each time, and takes the name in any case', async () => {
    const first = await tokenFor('clerk');
    const second = await tokenFor(' Clerk ');
    expect(second).not.toBe(first);
    await whoAmI(first).expect(200);
  });

  it('ends the session that somebody signs in over, so that none is left behind', async () => {
    for (const [header, scheme] of [
      ['Cookie', 'session='],
      ['Authorization', 'Bearer '],
    ] as const) {
      const [before, elsewhere] = [await tokenFor('clerk'), await tokenFor('clerk')];
      const { body } = await signIn('clerk').set(header, `${scheme}${before}`).expect(201);
      expect(body.token).not.toBe(before);
      await whoAmI(before).expect(401);
      await whoAmI(elsewhere).expect(200);
      await whoAmI(body.token).expect(200);
      await signIn('clerk', 'a wrong password').set(header, `${scheme}${body.token}`).expect(401);
      await whoAmI(body.token).expect(200);
    }
  });

  it('answers an unknown account and a wrong password alike', async () => {
    const answers = [];
    for (const [name, password] of [
      ['planner', 'a wrong password'],
      ['nobody', 'a wrong password'],
    ] as const) {
      const { body, status, headers } = await signIn(name, password);
      answers.push({ status, body, names: Object.keys(headers).sort() });
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({ status: 401, body: { code: 'bad_credentials' } });
  });

  it('is named in the ledger, and so are sign-outs and refusals; no secret is', async () => {
    const token = await tokenFor('inspector');
    await signIn('inspector', 'a wrong password').expect(401);
    await catalogue().http().delete('/api/v1/session').set('Authorization', `Bearer ${token}`).expect(204);
    await expect
      .poll(async () =>
        (await ledgerOf('access.refuse')).some(({ body }) => body.includes('account:inspector')),
      )
      .toBe(true);
    const entries = [
      ...(await ledgerOf('session.open')),
      ...(await ledgerOf('session.close')),
      ...(await ledgerOf('access.refuse')),
    ].map(({ body }) => body);
    expect(entries.filter((body) => body.includes('account:inspector'))).toHaveLength(3);
    expect(entries.join()).not.toMatch(/slc_|a wrong password|a sample password|argon2|nobody/);
  });

  it('ends at once with the sign-out, also after a restart, while other sessions go on', async () => {
    const [ended, kept] = [await tokenFor('planner'), await tokenFor('planner')];
    const { headers } = await catalogue()
      .http()
      .delete('/api/v1/session')
      .set('Cookie', `session=${ended}`)
      .expect(204);
    expect(headers['set-cookie']![0]).toMatch(/^session=; Path=\/; Max-Age=0;/);
    await whoAmI(ended).expect(401);
    await catalogue().restart();
    await whoAmI(ended).expect(401);
    await whoAmI(kept).expect(200);
  });

  it('refuses tokens that were changed, made up or of another kind', async () => {
    const token = await tokenFor('clerk');
    const forged = [
      token.slice(0, -1),
      `${token.slice(0, -1)}${token.endsWith('A') ? 'E' : 'A'}`,
      token.replace('ses', 'key'),
      token.toUpperCase(),
      tokenHash(token),
      jwt({ alg: 'none', typ: 'JWT' }, { sub: 'admin' }, ''),
      jwt({ alg: 'HS256', typ: 'JWT' }, { sub: 'admin', exp: 9_999_999_999 }, 'another key'),
      jwt({ alg: 'HS256', typ: 'JWT' }, { sub: 'admin', exp: 1 }, ''),
      jwt({ alg: 'HS256', typ: 'JWT' }, { sub: 'admin', nbf: 9_999_999_999, aud: 'elsewhere' }, 'x'),
      'x'.repeat(500),
    ];
    for (const one of forged) {
      const { body, headers } = await whoAmI(one).expect(401);
      expect(body.code).toBe('token_invalid');
      expect(headers['www-authenticate']).toContain('invalid_token');
    }
    await catalogue().http().get('/api/v1/session').set('Authorization', 'Basic YTpi').expect(401);
    // A bad token is not taken for no token, even where none is needed.
    await catalogue().http().get('/api/v1/services').set('Authorization', 'Bearer wrong').expect(401);
  });

  it('lets no other site write with the cookie, or sign anybody in', async () => {
    const token = await tokenFor('clerk');
    const signOut = () => catalogue().http().delete('/api/v1/session').set('Cookie', `session=${token}`);
    for (const [name, value] of [
      ['Origin', 'https://evil.example'],
      ['Origin', 'null'],
      ['Sec-Fetch-Site', 'cross-site'],
      ['Sec-Fetch-Site', 'same-site'],
    ] as const) {
      const { body } = await signOut().set(name, value).expect(403);
      expect(body.code).toBe('cross_site');
      await signIn('clerk').set(name, value).expect(403);
    }
    await whoAmI(token).expect(200);
    await catalogue()
      .http()
      .get('/api/v1/session')
      .set('Cookie', `session=${token}`)
      .set('Sec-Fetch-Site', 'cross-site')
      .expect(200);
    await signOut().set('Origin', 'http://catalogue.test').set('Sec-Fetch-Site', 'same-origin').expect(204);
  });

  it('ends after two hours without a request, and after twelve in any case', async () => {
    const token = await tokenFor('clerk');
    const idle = await tokenFor('clerk');
    for (let hour = 1; hour < 12; hour++) {
      catalogue().setNow(later(hour * HOUR));
      await whoAmI(token).expect(200);
      await seenAt(catalogue(), token, later(hour * HOUR));
    }
    await whoAmI(idle).expect(401);
    catalogue().setNow(later(12 * HOUR + 60_000));
    await whoAmI(token).expect(401);
  });

  it('that was found over stays so, also where the clock is set back', async () => {
    const start = 13 * HOUR;
    catalogue().setNow(later(start));
    const [asked, unasked] = [await tokenFor('clerk'), await tokenFor('clerk')];
    catalogue().setNow(later(start + 3 * HOUR));
    await whoAmI(asked).expect(401);
    catalogue().setNow(later(start + HOUR));
    await whoAmI(asked).expect(401);
    await whoAmI(unasked).expect(200);
    const left = () =>
      catalogue()
        .app.get(Reader)
        .all('SELECT id FROM session WHERE token_hash = :hash', { hash: tokenHash(asked) });
    await expect.poll(left).toEqual([]);
    catalogue().setNow(later(start));
    await whoAmI(asked).expect(401);
  });

  it('ends others of its owner only where it has just begun; itself always', async () => {
    const start = 13 * HOUR;
    catalogue().setNow(later(start));
    const [own, other] = [await tokenFor('clerk2'), await tokenFor('clerk2')];
    const sessions = (method: 'get' | 'delete', path = '') =>
      catalogue().http()[method](`/api/v1/sessions${path}`).auth(own, { type: 'bearer' });
    const { items } = (await sessions('get').expect(200)).body as {
      items: { id: string; current: boolean }[];
    };
    const idOf = (isOwn: boolean) => items.find(({ current }) => current === isOwn)!.id;
    catalogue().setNow(later(start + 11 * 60_000));
    for (const path of ['', `/${idOf(false)}`])
      expect((await sessions('delete', path).expect(403)).body.code).toBe('sign_in_again');
    await whoAmI(other).expect(200);
    const fresh = await tokenFor('clerk2');
    catalogue().setNow(later(start + 20 * 60_000));
    await catalogue()
      .http()
      .delete(`/api/v1/sessions/${idOf(false)}`)
      .auth(fresh, { type: 'bearer' })
      .expect(204);
    await whoAmI(other).expect(401);
    await sessions('delete', `/${idOf(true)}`).expect(204);
    await whoAmI(own).expect(401);
  });
});

/** No token of ours is one: whatever it says of itself, it opens nothing. */
function jwt(header: object, claims: object, key: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${key === '' ? '' : createHmac('sha256', key).update(signed).digest('base64url')}`;
}

/** Waits until the session was noted as seen: that is written behind the request. */
async function seenAt(catalogue: Catalogue, token: string, at: string): Promise<void> {
  await expect
    .poll(
      async () =>
        (
          await catalogue.app
            .get(Reader)
            .get<{ at: string }>('SELECT last_seen_at AS at FROM session WHERE token_hash = :hash', {
              hash: tokenHash(token),
            })
        )?.at,
    )
    .toBe(at);
}

describe.each(ENGINES)('Behind a proxy that is trusted, on https (%s)', (engine) => {
  let catalogue: Catalogue;
  beforeAll(async () => {
    catalogue = await startCatalogue(engine, {
      TRUST_PROXY: '127.0.0.1',
      PUBLIC_URL: 'https://catalogue.test',
    });
    await loadSample(catalogue);
  });
  afterAll(async () => catalogue.close());
  const from = (ip: string, username: string, password = PASSWORD) =>
    catalogue.http().post('/api/v1/session').set('X-Forwarded-For', ip).send({ username, password });

  it('the cookie is bound to this host and to TLS, and one without that name is not taken', async () => {
    const { body, headers } = await from('192.0.2.1', 'clerk').expect(201);
    expect(headers['set-cookie']).toEqual([
      `__Host-session=${body.token}; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure`,
    ]);
    const get = (cookie: string) => catalogue.http().get('/api/v1/session').set('Cookie', cookie);
    await get(`__Host-session=${body.token}`).expect(200);
    await get(`session=${body.token}`).expect(401);
  });

  it('wrong passwords are slowed down where they come from, and the owner gets in from elsewhere', async () => {
    const statuses = [];
    for (let i = 0; i < 20; i++) statuses.push((await from('192.0.2.2', 'clerk', `wrong ${i}`)).status);
    expect(statuses).toEqual([...Array(10).fill(401), ...Array(10).fill(429)]);
    const { headers, body } = await from('192.0.2.2', 'clerk').expect(429);
    expect(headers['ratelimit']).toMatch(/^"account";r=0;t=\d+, "address";r=\d+;t=\d+$/);
    expect(headers['ratelimit-policy']).toBe('"account";q=10;w=600, "address";q=50;w=600');
    expect(Number(headers['retry-after'])).toBeGreaterThan(540);
    expect(body.detail).toContain('10 phút');
    await from('192.0.2.3', 'clerk').expect(201);
    catalogue.setNow(later(601_000));
    await from('192.0.2.2', 'clerk').expect(201);
  });

  it('one password tried on many accounts is slowed down too', async () => {
    const statuses = [];
    for (let i = 0; i < 200; i++)
      statuses.push((await from('192.0.2.4', `account${i}`, 'spring 2012')).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(50);
    expect(statuses.slice(50).every((status) => status === 429)).toBe(true);
  });

  it('an unknown account costs the same work as a wrong password, to a tenth', async () => {
    // The time of the processor, since the time on the clock is shared with whatever else the machine does; the least of
    // several, since other work of this process only ever adds to it.
    const least = { unknown: Infinity, known: Infinity };
    const measure = async (which: keyof typeof least, name: string, round: number) => {
      const before = process.cpuUsage();
      await from(`198.51.100.${round}`, name, 'a wrong password').expect(401);
      const { user, system } = process.cpuUsage(before);
      least[which] = Math.min(least[which], user + system);
    };
    const ratio = () => least.unknown / least.known;
    for (let round = 0; round < 250; round++) {
      await measure('unknown', `unknown${round}`, round);
      await measure('known', 'inspector', round);
      if (round >= 15 && Math.abs(ratio() - 1) < 0.05) break;
    }
    expect(ratio()).toBeGreaterThan(0.9);
    expect(ratio()).toBeLessThan(1.1);
  });

  it('many at once are counted one by one', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => from('192.0.2.5', 'planner', `wrong ${i}`)),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
  });
});

onBothDatabases('Without a trusted proxy', loadSample, (catalogue) => {
  it('a forged address does not get round the limit, nor does a forged user name open anything', async () => {
    const statuses = [];
    for (let i = 0; i < 12; i++) {
      const { status } = await catalogue()
        .http()
        .post('/api/v1/session')
        .set('X-Forwarded-For', `192.0.2.${i}`)
        .set('Forwarded', `for=192.0.2.${i}`)
        .send({ username: 'clerk', password: 'a wrong password' });
      statuses.push(status);
    }
    expect(statuses.slice(10)).toEqual([429, 429]);
    await catalogue()
      .http()
      .get('/api/v1/accounts')
      .set('X-User', 'admin')
      .set('X-Role', 'admin')
      .expect(401);
    await catalogue()
      .http()
      .get('/api/v1/accounts')
      .set('Authorization', `Bearer ${await tokenOf(catalogue(), 'clerk')}`)
      .set('X-Role', 'admin')
      .expect(403);
  });
});
