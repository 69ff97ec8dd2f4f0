import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { PageVisitor } from '../support/page-visitor.js';
import { sendRaw } from '../support/raw-request.js';
import { loadSample } from '../support/sample.js';

const HSTS = 'max-age=63072000; includeSubDomains';
const SERVICE = 'STP~1.000688';
const GET = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n';
const MUST = { 'Content-Type': 'application/json' };

type Headers = Record<string, string>;

describe('The headers that browsers obey', () => {
  let catalogue: Catalogue;
  let clerk: ClerkDesk;
  let visitor: PageVisitor;
  beforeAll(async () => {
    catalogue = await startCatalogue('better-sqlite3', {
      PUBLIC_URL: 'https://catalogue.test',
      SESSION_SECRET: 'x'.repeat(64),
    });
    await loadSample(catalogue);
    clerk = await ClerkDesk.of(catalogue, 'clerk');
    visitor = await PageVisitor.signedIn(catalogue, 'clerk');
  });
  afterAll(async () => catalogue?.close());

  function expectGuarded(headers: Headers, what: string): void {
    expect(headers, what).toMatchObject({
      'strict-transport-security': HSTS,
      'x-content-type-options': 'nosniff',
      'referrer-policy': expect.stringMatching(/^(no-referrer|same-origin)$/) as string,
    });
    expect(headers['content-security-policy'], what).toMatch(/^default-src 'none'; .*frame-ancestors 'none'/);
    expect(headers['content-security-policy'], what).not.toContain('unsafe');
    expect(headers, what).not.toHaveProperty('x-powered-by');
  }

  it('stand on whatever is answered, good or bad', async () => {
    const http = catalogue.http();
    const answers = {
      list: await http.get('/api/v1/services').expect(200),
      unchanged: await http.get('/api/v1/services').set('If-None-Match', '*').expect(304),
      page: await http.get('/services').set('Accept', 'text/html').expect(200),
      'no such page': await http.get('/nowhere').set('Accept', 'text/html').expect(404),
      'no such asset': await http.get('/assets/nothing.css').expect(404),
      method: await http.delete('/api/v1/services').expect(405),
      type: await http.get('/api/v1/services').set('Accept', 'application/x-none').expect(406),
      'broken body': await http.post('/api/v1/session').set(MUST).send('{').expect(400),
      stranger: await http.get('/api/v1/accounts').expect(401),
      desk: await visitor.get('/desk').expect(200),
    };
    for (const [what, { headers }] of Object.entries(answers)) expectGuarded(headers as Headers, what);
  });

  it.each([
    ['nonsense', 'NONSENSE\r\n\r\n', 400],
    ['an unknown method', 'FOO / HTTP/1.1\r\nHost: a\r\n\r\n', 405],
    ['headers without end', `${GET}X: ${'a'.repeat(100_000)}\r\n\r\n`, 431],
    ['a tunnel', 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n', 405],
    ['an expectation', `${GET}Expect: the unexpected\r\n\r\n`, 417],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  ])('stand on the answer to %s too, which reaches no handler', async (what, bytes, status) => {
    const answer = await sendRaw(catalogue.app.getHttpServer(), bytes);
    expect(answer.status).toBe(status);
    expectGuarded(answer.headers, what);
  });

  it('stand on a file of evidence, which is shut in as well', async () => {
    const { body } = await clerk
      .form(`/services/${SERVICE}/evidence`)
      .attach('file', Buffer.from('x'), { filename: 'a.txt' })
      .expect(201);
    const { headers } = await clerk.get(`/services/${SERVICE}/evidence/${body.no}/file`).expect(200);
    expectGuarded(headers as Headers, 'evidence');
    expect(headers['content-security-policy']).toContain('sandbox');
  });

  it('let a page ask for no camera and no place, and no other window reach into it', async () => {
    for (const path of ['/', '/nowhere', '/sign-in', '/api']) {
      const { headers } = await catalogue.http().get(path).set('Accept', 'text/html');
      expect(headers, path).toMatchObject({
        'cross-origin-opener-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('geolocation=()') as string,
      });
    }
  });
});
