import { createHash } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ANYWHERE, Outbound, type OutboundRules, PUBLIC_WEB, type Resolve } from '../../outbound/outbound.js';
import { PageCapture } from './page-capture.js';

const BODY = 'Thủ tục hành chính';

/** What `127.0.0.1` serves in these tests; `127.0.0.2` stands for a machine inside, which nobody may reach. */
const pages: RequestListener = (request, response) => {
  const port = (request.socket.address() as AddressInfo).port;
  const path = request.url ?? '';
  const hops = /^\/hops\/(\d)$/.exec(path);
  if (hops) {
    const left = Number(hops[1]);
    response.writeHead(302, { location: left === 0 ? '/page' : `/hops/${left - 1}` }).end();
  } else if (path.startsWith('/to?')) {
    response
      .writeHead(307, { location: decodeURIComponent(path.slice(4)).replace('PORT', String(port)) })
      .end();
  } else if (path === '/endless') {
    const chunk = Buffer.alloc(1024 * 1024);
    const more = () => {
      while (response.write(chunk));
      response.once('drain', more);
    };
    more();
  } else if (path === '/cut') {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('half', () => response.destroy());
  } else {
    response
      .writeHead(path === '/missing' ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' })
      .end(BODY);
  }
};

const INSIDE = '127.0.0.2';
const rules: OutboundRules = { mayVisit: (address) => address === '127.0.0.1', anyPort: true };
const captureBy = (allowed: OutboundRules, resolve?: Resolve) =>
  new PageCapture(new Outbound(allowed, resolve));

describe('A page captured for evidence', () => {
  let outer: Server;
  let inner: Server;
  let port: number;
  let innerHits = 0;
  beforeAll(async () => {
    outer = createServer(pages);
    await new Promise<void>((done) => outer.listen(0, '127.0.0.1', done));
    port = (outer.address() as AddressInfo).port;
    inner = createServer((_request, response) => {
      innerHits += 1;
      response.end('secret');
    });
    // Not every system has this address; without it the names below lead nowhere, and still have to be refused.
    await new Promise<void>((done) => inner.once('error', () => done()).listen(port, INSIDE, done));
  });
  afterAll(async () => {
    for (const server of [outer, inner]) {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    }
  });
  afterEach(() => expect(innerHits).toBe(0));

  const capture = (path: string) => captureBy(rules).capture(`http://127.0.0.1:${port}${path}`);

  it('is recorded with its status, type, size and hash', async () => {
    const page = {
      finalUrl: `http://127.0.0.1:${port}/page`,
      httpStatus: 200,
      mediaType: 'text/html',
      size: Buffer.byteLength(BODY),
      sha256: createHash('sha256').update(BODY).digest('hex'),
      textSha256: createHash('sha256').update(BODY).digest('hex'),
      problem: null,
    };
    expect(await capture('/page')).toEqual(page);
    expect(await capture('/missing')).toMatchObject({ httpStatus: 404, size: page.size, problem: null });
    expect(await capture('/hops/2')).toEqual(page);
  });

  it('is given up after three redirects, ten megabytes, or a body that breaks off', async () => {
    expect(await capture('/hops/3')).toMatchObject({ problem: 'too_many_redirects', size: null });
    expect(await capture('/endless')).toMatchObject({ problem: 'too_large', httpStatus: 200, sha256: null });
    expect(await capture('/cut')).toMatchObject({ problem: 'connection' });
  });

  it('is not sought inside: every redirect is checked anew', async () => {
    for (const target of [
      `http://${INSIDE}:PORT/`,
      'http://[::1]:PORT/',
      'http://[::ffff:127.0.0.2]:PORT/',
      'http://0x7f000002:PORT/',
      'http://2130706434:PORT/',
      'file:///etc/passwd',
      'ftp://127.0.0.1:PORT/',
      'javascript:alert(1)',
      `//user@127.0.0.1:PORT/`,
      'http://',
    ])
      expect(await capture(`/to?${encodeURIComponent(target)}`), target).toMatchObject({
        problem: 'refused_address',
        httpStatus: 307,
      });
  });

  it('comes from the very address that was checked, whatever the name server says next', async () => {
    let asked = 0;
    const turning = (answers: string[]) =>
      captureBy(rules, async () => {
        const address = answers[Math.min(asked, answers.length - 1)]!;
        asked += 1;
        return [{ address, family: 4 }];
      });
    const first = await turning(['127.0.0.1', INSIDE]).capture(`http://rebind.test:${port}/page`);
    expect(first).toMatchObject({ httpStatus: 200, problem: null });
    expect(asked).toBe(1);
    asked = 0;
    const second = await turning(['127.0.0.1', INSIDE]).capture(`http://rebind.test:${port}/hops/1`);
    expect(second).toMatchObject({ httpStatus: 302, problem: 'refused_address' });
    expect(asked).toBe(2);
  });

  it('is refused where one of a name’s addresses is inside', async () => {
    const both = captureBy(rules, async () => [
      { address: '127.0.0.1', family: 4 },
      { address: INSIDE, family: 4 },
    ]);
    expect(await both.capture(`http://both.test:${port}/page`)).toMatchObject({ problem: 'refused_address' });
  });

  it('is not sought at addresses and ports outside the public web', async () => {
    const web = captureBy(PUBLIC_WEB, async () => [{ address: '127.0.0.1', family: 4 }]);
    for (const url of [
      `http://127.0.0.1:${port}/`,
      'http://127.0.0.1/',
      'http://localhost/',
      'http://169.254.169.254/latest/meta-data/',
      'http://[::1]/',
      'http://[::ffff:10.0.0.1]/',
      'http://127.1/',
      'http://0177.0.0.1/',
      'http://resolves-inside.test/',
      'http://8.8.8.8:22/',
    ])
      expect(await web.capture(url), url).toMatchObject({ problem: 'refused_address', httpStatus: null });
  });

  it('says where there is no such name and where nobody answers', async () => {
    const nowhere = captureBy(ANYWHERE, () => Promise.reject(new Error('ENOTFOUND')));
    expect(await nowhere.capture('http://nowhere.test/')).toMatchObject({ problem: 'dns' });
    expect(await captureBy(ANYWHERE).capture('http://127.0.0.1:9/')).toMatchObject({
      problem: 'connection',
    });
  });

  it('is given up after ten seconds, though the other side sends a little all the time', async () => {
    const slow = createServer((_request, response) => {
      const timer = setInterval(() => response.write('.'), 200);
      response.on('close', () => clearInterval(timer));
    });
    await new Promise<void>((done) => slow.listen(0, '127.0.0.1', done));
    const started = Date.now();
    const { problem } = await captureBy(rules).capture(
      `http://127.0.0.1:${(slow.address() as AddressInfo).port}/`,
    );
    expect(problem).toBe('timeout');
    // The other side never ends; a machine may be slow.
    expect(Date.now() - started).toBeLessThan(60_000);
    slow.closeAllConnections();
    slow.close();
  });
});
