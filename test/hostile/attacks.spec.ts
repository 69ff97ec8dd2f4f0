import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { sendRaw } from '../support/raw-request.js';
import { loadSample } from '../support/sample.js';

const SCRIPT = `<script>alert(1)</script>"><img src=x onerror=alert(2)>'{{7*7}}\${7*7}`;
const ID = 'STP~1.000688';

/**
 * Attacks that no other file of tests tries; docs/security.md names where each kind is tried. Each of these fails without its
 * defence.
 */
describe('Whoever attacks', () => {
  let catalogue: Catalogue;
  let admin: ClerkDesk;
  let clerk: ClerkDesk;
  let stranger: ClerkDesk;
  beforeAll(async () => {
    catalogue = await startCatalogue('better-sqlite3');
    await loadSample(catalogue);
    admin = await ClerkDesk.of(catalogue, 'admin');
    clerk = await ClerkDesk.of(catalogue, 'clerk');
    stranger = await ClerkDesk.of(catalogue, 'clerk2');
    const agency = {
      code: 'XSS',
      name: SCRIPT,
      level: 'province',
      validFrom: '2010-01-01',
    };
    await admin.post('/agencies', agency).expect(201);
    const opening = { agencyCode: 'XSS', procedureCode: '1.001193', validFrom: '2010-01-01' };
    await admin.post('/services', opening).expect(201);
  });
  afterAll(async () => catalogue?.close());

  const page = (path: string) => catalogue.http().get(path).set('Accept', 'text/html');
  const expectNoScript = (html: string, path: string) => {
    expect(html, path).not.toContain('<script>alert');
    expect(html, path).not.toMatch(/<img[^>]*onerror/);
  };

  it('with a script in a name finds it shown as text on every page that has the name', async () => {
    for (const path of [
      '/agencies/XSS',
      '/en/agencies/XSS',
      '/agencies?q=alert',
      '/services?agency=XSS',
      '/services/XSS~1.001193',
    ]) {
      const { text, headers } = await page(path).expect(200);
      expect(text, path).toContain('&lt;script&gt;alert(1)');
      expect(text, path).toContain('{{7*7}}');
      expectNoScript(text, path);
      expect(headers['content-security-policy']).toMatch(/default-src 'none'|script-src 'self'/);
      expect(headers['content-security-policy']).not.toContain('unsafe');
    }
  });

  it('with a script in a name finds well-formed files, whose readers run nothing', async () => {
    const svg = await catalogue.http().get('/api/v1/reports/coverage.svg?agency=XSS').expect(200);
    expect(String(svg.body)).not.toContain('<script>alert');
    const turtle = await catalogue.http().get('/api/v1/services.ttl?agency=XSS').buffer(true).expect(200);
    expect(turtle.text).toContain('\\"><img');
    const linked = await catalogue.http().get('/api/v1/services.jsonld?agency=XSS').buffer(true).expect(200);
    expect(() => JSON.parse(linked.text)).not.toThrow();
    const json = await catalogue.http().get('/api/v1/agencies/XSS').expect(200);
    expect(json.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
  });

  it('with a script in an address is shown it as text', async () => {
    const asked = encodeURIComponent(SCRIPT);
    for (const path of [
      `/services?q=${asked}`,
      `/services?agency=${asked}`,
      `/services/${asked}`,
      `/${asked}`,
      `/sign-in?next=${asked}`,
    ]) {
      const { text } = await page(path);
      expectNoScript(text, path);
    }
  });

  it('with SQL in a question finds what has these words, which is nothing, and breaks nothing', async () => {
    const found = async (path: string) =>
      (await catalogue.http().get(`/api/v1${path}`).expect(200)).body.total as number;
    const all = await found('/services?limit=1');
    for (const q of [
      "' OR '1'='1",
      "x' UNION SELECT password_hash FROM account --",
      '" OR 1 NEAR/0 *',
      'name:khai',
      '%',
      '_',
      "'; DELETE FROM ledger; --",
    ])
      expect(await found(`/services?limit=1&q=${encodeURIComponent(q)}`), q).toBeLessThan(all);
    for (const path of [
      '/services?sort=name;DROP',
      '/services?agency=%27%20OR%201=1',
      "/services?fields=id,'x'",
      '/ledger?subject=%27',
    ])
      await admin.get(path).expect((answer) => expect([200, 400]).toContain(answer.status));
    expect(await found('/services?limit=1')).toBe(all);
  });

  it('with a way up in a path reads no file of the server', async () => {
    const { code } = { code: encodeURIComponent('../../package.json') };
    for (const path of [
      `/assets/${code}`,
      '/assets/..%5c..%5cpackage.json',
      `/api/v1/editions/${code}`,
      `/api/v1/editions/1/${code}`,
      `/api/v1/schemes/${code}`,
    ]) {
      const answer = await catalogue.http().get(path);
      expect(answer.status, path).toBeGreaterThanOrEqual(400);
      expect(answer.text, path).not.toContain('service-level-catalogue');
    }
    const raw = await sendRaw(
      catalogue.app.getHttpServer(),
      'GET /assets/../../package.json HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    );
    expect(raw.status).toBe(404);
  });

  it('with a way up in the name of an import writes no file where the name says', async () => {
    const folder = join(catalogue.databaseUrl.slice('sqlite:'.length), '..');
    const before = readdirSync(folder).sort();
    const sent = await admin
      .post(`/imports?fileName=${encodeURIComponent('../../hostile.csv')}`)
      .set('content-type', 'text/csv')
      .send('procedure_code,agency_code,level\n1.000688,STP,1\n');
    expect([201, 400]).toContain(sent.status);
    expect(existsSync(join(folder, 'hostile.csv')) || existsSync(join(folder, '..', 'hostile.csv'))).toBe(
      false,
    );
    expect(readdirSync(folder).filter((name) => !before.includes(name) && name !== 'imports')).toEqual([]);
  });

  it('with a host of their own in the headers is sent nowhere else', async () => {
    const forged = {
      Host: 'evil.example',
      'X-Forwarded-Host': 'evil.example',
      Forwarded: 'host=evil.example',
      'X-Original-URL': '/desk',
    };
    const list = await catalogue.http().get('/api/v1/services?limit=1').set(forged).expect(200);
    expect(JSON.stringify([list.body, list.headers])).not.toContain('evil.example');
    const desk = await page('/desk').set(forged).redirects(0).expect(303);
    expect(desk.headers['location']).toMatch(/^\/sign-in/);
    const service = await catalogue
      .http()
      .get(`/id/service/${ID}`)
      .set({ ...forged, Accept: 'text/turtle' })
      .redirects(0);
    expect(String(service.headers['location'] ?? '')).not.toContain('evil.example');
  });

  it('with line ends in what comes back as a header adds no header', async () => {
    const evil = encodeURIComponent('a\r\nSet-Cookie: session=evil');
    for (const path of [
      `/desk?x=${evil}`,
      `/en/desk/${evil}`,
      `/sign-in?next=%2F${evil}`,
      `/api/v1/services?q=${evil}`,
    ]) {
      const { headers } = await page(path).redirects(0);
      expect(JSON.stringify(headers['set-cookie'] ?? ''), path).not.toContain('evil');
      expect(headers['location'] ?? '', path).not.toMatch(/[\r\n]/);
    }
  });

  it('who sends members beyond those that a route takes is told each, and gets nothing by it', async () => {
    const attempts: [ClerkDesk, string, object, string[]][] = [
      [
        clerk,
        `/services/${ID}/declarations`,
        {
          level: 1,
          effectiveFrom: '2026-03-01',
          actor: 'inspector',
          recordedAt: '2000-01-01',
          verifiedLevel: 3,
        },
        ['/actor', '/recordedAt', '/verifiedLevel'],
      ],
      [
        clerk,
        '/procedures',
        { name: 'Thủ tục', fieldCode: 'x', state: 'published', ownerAgency: 'STP', toString: 1 },
        ['/state', '/toString'],
      ],
      [
        admin,
        '/accounts',
        {
          username: 'new',
          displayName: 'New',
          role: 'planner',
          password: 'a long enough one',
          passwordHash: 'x',
          disabledAt: null,
        },
        ['/disabledAt', '/passwordHash'],
      ],
      [
        admin,
        '/agencies',
        { code: 'NEW', name: 'New', level: 'province', revision: 9, demonstration: 1, hasOwnProperty: 1 },
        ['/demonstration', '/hasOwnProperty', '/revision'],
      ],
    ];
    for (const [desk, path, body, refused] of attempts) {
      const answer = await desk.post(path, body).expect(400);
      const pointers = (answer.body.errors as { pointer: string; code: string }[])
        .filter(({ code }) => code === 'unknown_field')
        .map(({ pointer }) => pointer);
      expect(pointers.sort(), path).toEqual(refused);
    }
    const { body } = await catalogue.http().get('/api/v1/services?toString=1&valueOf=1').expect(400);
    expect(body.errors).toHaveLength(2);
    await admin.get('/accounts/new').expect(404);
  });

  it('who names records of others by their numbers is refused, or told that there are none', async () => {
    const evidence = await clerk
      .form(`/services/${ID}/evidence`)
      .attach('file', Buffer.from('x'), { filename: 'a.txt' })
      .expect(201);
    const started = await clerk
      .post('/imports')
      .set('content-type', 'text/csv')
      .send('procedure_code,agency_code,level\n1.000688,STP,1\n')
      .expect(201);
    const { body } = await clerk.get('/sessions').expect(200);
    const session = (body.items as { id: string }[])[0]!.id;
    const statuses = {
      evidence: (await stranger.get(`/services/${ID}/evidence/${evidence.body.no}/file`)).status,
      import: (await stranger.get(`/imports/${started.body.id}`)).status,
      commit: (await stranger.post(`/imports/${started.body.id}/commit`, {})).status,
      facts: (await stranger.put(`/services/${ID}/facts`, { facts: {} }).set('If-Match', '"x"')).status,
      session: (
        await catalogue.http().delete(`/api/v1/sessions/${session}`).auth(stranger.token, { type: 'bearer' })
      ).status,
      password: (await stranger.post('/accounts/clerk/password', { password: 'another long one' })).status,
      account: (await stranger.get('/accounts/clerk')).status,
      contact: (await stranger.get('/agencies/STP/contact')).status,
    };
    for (const [what, status] of Object.entries(statuses)) expect([403, 404], what).toContain(status);
    await clerk.get('/session').expect(200);
    await clerk.get(`/imports/${started.body.id}`).expect(200);
  });
});
