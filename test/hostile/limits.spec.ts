import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenApi, OpenApiDocument } from '../../src/openapi/openapi-document.service.js';
import { operationsOf } from '../../src/openapi/path-items.js';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { PATIENCE_MS } from '../support/patience.js';
import { loadSample, tokenOf } from '../support/sample.js';

describe('Limits', () => {
  let catalogue: Catalogue;
  beforeAll(async () => {
    catalogue = await startCatalogue('better-sqlite3', {
      PUBLIC_URL: 'https://catalogue.test',
      SESSION_SECRET: 'x'.repeat(64),
    });
    await loadSample(catalogue);
  });
  afterAll(async () => catalogue?.close());

  it('stop whoever guesses passwords, and say how many attempts are left', async () => {
    const guess = () =>
      catalogue.http().post('/api/v1/session').send({ username: 'planner', password: 'not this one' });
    const first = await guess().expect(401);
    expect(first.headers['ratelimit']).toMatch(/^"account";r=9;t=\d+, "address";r=49;t=\d+$/);
    for (let n = 2; n <= 10; n += 1) await guess().expect(401);
    const { headers } = await guess().expect(429);
    expect(headers['ratelimit']).toContain('"account";r=0');
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });

  it('are never met by a mirror, even from the address of the guesser', async () => {
    let since = '';
    let pages = 0;
    for (let caughtUp = false; !caughtUp; pages += 1) {
      const { body, headers } = await catalogue.http().get(`/api/v1/changes?limit=2${since}`).expect(200);
      expect(headers['ratelimit']).toBeUndefined();
      since = `&since=${encodeURIComponent(body.next)}`;
      caughtUp = body.caughtUp as boolean;
    }
    expect(pages).toBeGreaterThan(10);
    const again = await Promise.all(
      Array.from({ length: 300 }, () => catalogue.http().get('/api/v1/services?limit=1')),
    );
    expect(new Set(again.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('are told by the document exactly where attempts are counted', () => {
    const { paths, components } = catalogue.app.get(OpenApiDocument).document as OpenApi;
    const isCounted = ({ $ref }: { $ref: string }) =>
      'RateLimit' in (components['responses']![$ref.split('/').at(-1)!]!['headers'] as object);
    const counted = Object.entries(paths).flatMap(([path, methods]) =>
      operationsOf(methods)
        .filter(([, operation]) =>
          isCounted((operation['responses'] as Record<string, { $ref: string }>)['429']!),
        )
        .map(([method]) => `${method} ${path}`),
    );
    expect(counted).toEqual(
      expect.arrayContaining(['post /api/v1/session', 'post /api/v1/accounts/{username}/password']),
    );
    for (const operation of counted) expect(operation).toMatch(/^post .*(session|password)/);
  });

  it('end a file that never stops, long before it fills the disk', async () => {
    const token = await tokenOf(catalogue, 'admin');
    const { port } = catalogue.app.getHttpServer().address() as AddressInfo;
    // A line of 500 MB, as its length says: refused by that, so hardly any of it is sent.
    const answer = await new Promise<string>((resolve, reject) => {
      let told = '';
      const socket = connect(port, '127.0.0.1');
      socket.on('data', (chunk) => (told += String(chunk)));
      socket.on('close', () => resolve(told));
      socket.on('error', () => undefined);
      socket.setTimeout(PATIENCE_MS, () => reject(new Error('nothing was answered')));
      socket.write(
        `POST /api/v1/imports HTTP/1.1\r\nHost: catalogue.test\r\nAuthorization: Bearer ${token}\r\n` +
          `Content-Type: text/csv\r\nContent-Length: ${500 * 1024 * 1024}\r\nConnection: close\r\n\r\n`,
      );
      const line = Buffer.alloc(1024 * 1024, 'a');
      let sent = 0;
      const more = () => {
        while (sent < 500 && !socket.destroyed) {
          sent += 1;
          if (!socket.write(line)) return void socket.once('drain', more);
        }
      };
      more();
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    await catalogue.http().get('/api/v1/services?limit=1').expect(200);
  });

  it('send browsers by https alone, wherever that is the public address', async () => {
    for (const path of ['/', '/api/v1/services', '/api/v1/services', '/api/v1/nowhere']) {
      const { headers } = await catalogue.http().get(path);
      expect(headers['strict-transport-security'], path).toBe('max-age=63072000; includeSubDomains');
    }
  });
});
