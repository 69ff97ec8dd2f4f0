import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { type RawAnswer, sendRaw } from '../support/raw-request.js';
import { loadSample, tokenOf } from '../support/sample.js';

const LIST = '/api/v1/services';

describe('What no honest client sends', () => {
  let catalogue: Catalogue;
  let token: string;
  beforeAll(async () => {
    catalogue = await startCatalogue('better-sqlite3');
    await loadSample(catalogue);
    token = await tokenOf(catalogue, 'clerk');
  });
  afterAll(async () => catalogue?.close());

  const send = (bytes: string | Buffer) => sendRaw(catalogue.app.getHttpServer(), bytes);
  const get = (target: string, more = '') =>
    send(`GET ${target} HTTP/1.1\r\nHost: catalogue.test\r\n${more}Connection: close\r\n\r\n`);
  const post = (body: string | Buffer, headers: Record<string, string> = {}) => {
    const bytes = Buffer.from(body);
    const all = {
      host: 'catalogue.test',
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': String(bytes.length),
      connection: 'close',
      ...headers,
    };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    return send(Buffer.concat([Buffer.from(`POST ${LIST} HTTP/1.1\r\n${lines.join('')}\r\n`), bytes]));
  };
  const expectProblem = (answer: RawAnswer, status: number) => {
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status });
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    const problem = JSON.parse(answer.body) as Record<string, unknown>;
    expect(problem).toMatchObject({ status, type: expect.any(String), title: expect.any(String) });
    expect(answer.body).not.toMatch(/node_modules|\.ts:|\.js:|SELECT|sqlite/i);
  };

  it.each([
    ['half an escape in a path', `${LIST}/STP~1%`, 400],
    ['a path that is no UTF-8', `${LIST}/%ff%fe`, 400],
    ['NUL in a path', `${LIST}/a%00b`, 400],
    ['a lone surrogate as UTF-8', `${LIST}?q=%ed%a0%80`, 400],
    ['half an escape in a query', `${LIST}?q=%`, 400],
    ['NUL in a query', `${LIST}?q=%00`, 400],
    ['line ends in a query', `${LIST}?agency=%0d%0aSet-Cookie:a`, 400],
    ['one parameter twice', `${LIST}?limit=1&limit=2`, 400],
    ['one text parameter twice', `${LIST}?q=a&q=b`, 400],
    ['a prototype as parameter', `${LIST}?__proto__=1&constructor=1`, 400],
    ['brackets', `${LIST}?limit[]=1`, 400],
    ['a parameter that one record does not take', `${LIST}/STP~1.000688?limit=1`, 400],
    ['a number with exponent', `${LIST}?limit=1e2`, 400],
    ['a number in hexadecimal', `${LIST}?limit=0x10`, 400],
    ['a huge number', `${LIST}?limit=99999999999999999999`, 400],
    ['SQL in a code', `${LIST}?agency=${encodeURIComponent("' OR 1=1 --")}`, 400],
    ['three slashes', '///', 404],
    ['two slashes before a path', `/${LIST}`, 404],
    ['another host behind two slashes', '//evil.example/api/v1/services', 404],
    ['a way up', '/api/v1/../../etc/passwd', 404],
    ['an escaped way up', '/api/v1/%2e%2e/%2e%2e/etc/passwd', 404],
    ['a very long identifier', `${LIST}/${'a'.repeat(5000)}`, 400],
    ['a very long address', `${LIST}?q=${'a'.repeat(20_000)}`, 431],
    ['a long text', `${LIST}?q=${'a'.repeat(5000)}`, 400],
  ])('%s', async (_, target, status) => {
    expectProblem(await get(target), status);
  });

  it('cursors that were tampered with', async () => {
    const { body } = await catalogue.http().get(`${LIST}?limit=2`).expect(200);
    const cursor = body.next as string;
    const others = [
      cursor.slice(0, -1),
      `${cursor}A`,
      `${cursor}=`,
      cursor.toUpperCase(),
      Buffer.from('["\u0000"]').toString('base64url'),
      'null',
      '..',
    ];
    for (const other of others)
      expectProblem(await get(`${LIST}?limit=2&cursor=${encodeURIComponent(other)}`), 400);
    // Nor is it good for a list in another order.
    expectProblem(await get(`${LIST}?limit=2&sort=-name&cursor=${encodeURIComponent(cursor)}`), 400);
  });

  it.each([
    ['two hosts', `GET ${LIST} HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n`, 400],
    ['a path for a host', `GET ${LIST} HTTP/1.1\r\nHost: a/b\r\nConnection: close\r\n\r\n`, 400],
    ['an empty host', `GET ${LIST} HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n`, 400],
    ['a host of two words', `GET ${LIST} HTTP/1.1\r\nHost: exa mple\r\nConnection: close\r\n\r\n`, 400],
    ['an expectation', `GET ${LIST} HTTP/1.1\r\nHost: a\r\nExpect: foo\r\nConnection: close\r\n\r\n`, 417],
    ['no host', `GET ${LIST} HTTP/1.1\r\nConnection: close\r\n\r\n`, 400],
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['HTTP/9.9', `GET ${LIST} HTTP/9.9\r\nHost: a\r\n\r\n`, 400],
    ['a header without colon', `GET ${LIST} HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n`, 400],
    ['NUL in a header', `GET ${LIST} HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n`, 400],
    ['a header of 100 kB', `GET ${LIST} HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`, 431],
    [
      'a thousand headers',
      `GET ${LIST} HTTP/1.1\r\nHost: a\r\n${'X-Header: aaaaaaaa\r\n'.repeat(1500)}\r\n`,
      431,
    ],
    [
      'a length and chunks',
      `POST ${LIST} HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    [
      'two lengths',
      `POST ${LIST} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
      400,
    ],
    ['a negative length', `POST ${LIST} HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n`, 400],
    [
      'a bad chunk',
      `POST ${LIST} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
      400,
    ],
    ['an unknown method', `FOO ${LIST} HTTP/1.1\r\nHost: a\r\n\r\n`, 405],
    ['an unknown method elsewhere', 'FOO /nowhere HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['TRACE', `TRACE ${LIST} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`, 405],
    ['PROPFIND', `PROPFIND ${LIST} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`, 405],
  ])('%s', async (_, bytes, status) => {
    const answer = await send(bytes);
    expectProblem(answer, status);
    if (status === 405) expect(answer.headers['allow']).toBe('GET, HEAD, OPTIONS, POST');
  });

  it('a tunnel to elsewhere is refused with an answer', async () => {
    const answer = await send('CONNECT elsewhere.test:443 HTTP/1.1\r\nHost: elsewhere.test:443\r\n\r\n');
    expectProblem(answer, 405);
    expect(answer.headers['allow']).toBe('DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT');
  });

  it('hosts with a port, an address of IPv6, and OPTIONS of the whole server are taken', async () => {
    for (const host of ['a', 'a:3000', '[::1]:3000', '127.0.0.1', 'danh-muc_1.example.vn.']) {
      const answer = await send(`GET ${LIST} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect([host, answer.status]).toEqual([host, 200]);
    }
    const options = await send('OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect(options.status).toBe(204);
    expect(options.headers['allow']).toBe('DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT');
  });

  it.each<[string, string | Buffer, Record<string, string>, number]>([
    ['half a JSON', '{"agencyCode":', {}, 400],
    ['JSON with a comma too many', '{"agencyCode":"STP",}', {}, 400],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), {}, 400],
    ['a byte order mark in UTF-16', Buffer.from('\ufeff{}', 'utf16le'), {}, 400],
    ['no object', '[]', {}, 400],
    ['null', 'null', {}, 400],
    ['a text', '"text"', {}, 400],
    ['__proto__', '{"__proto__":{"role":"admin"},"agencyCode":"STP","procedureCode":"1.001193"}', {}, 400],
    ['constructor', '{"constructor":{"prototype":{"a":1}}}', {}, 400],
    ['a lone surrogate', '{"agencyCode":"\\ud800","procedureCode":"1.001193"}', {}, 400],
    ['NUL', '{"agencyCode":"a\\u0000","procedureCode":"1.001193"}', {}, 400],
    ['a number for a code', '{"agencyCode":80,"procedureCode":1.001193}', {}, 400],
    ['an unknown field', '{"agencyCode":"STP","procedureCode":"1.001193","role":"admin"}', {}, 400],
    ['100,000 levels of lists', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, {}, 400],
    ['100,000 levels of objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, {}, 400],
    [
      'a text of nearly 1 MB',
      JSON.stringify({ agencyCode: 'a'.repeat(1_000_000), procedureCode: 'x' }),
      {},
      400,
    ],
    ['a body of 2 MB', JSON.stringify({ agencyCode: 'a'.repeat(2_000_000) }), {}, 413],
    ['another type', '<a/>', { 'content-type': 'application/xml' }, 415],
    ['a form', 'agencyCode=STP', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a type that is none', '{}', { 'content-type': 'json' }, 415],
    ['another charset', '{}', { 'content-type': 'application/json; charset=utf-16' }, 415],
    ['a compressed body', gzipSync('{}'), { 'content-encoding': 'gzip' }, 415],
    ['a bad token', '{}', { authorization: 'Bearer x' }, 401],
    ['another scheme', '{}', { authorization: 'Basic YTpi' }, 401],
    ['a token with quotes', '{}', { authorization: `Bearer ' OR '1'='1` }, 401],
  ])('a body: %s', async (_, body, headers, status) => {
    const answer = await post(body, headers);
    expectProblem(answer, status);
    if (status === 413) expect(JSON.parse(answer.body).detail).toContain('1 MB');
  });

  it('leaves the server as it was', async () => {
    await catalogue.http().get(LIST).expect(200);
    expect(({} as Record<string, unknown>)['role']).toBeUndefined();
  });
});
