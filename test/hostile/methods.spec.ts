import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operationsOf, type PathItem } from '../../src/openapi/path-items.js';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { sendRaw } from '../support/raw-request.js';
import { loadSample } from '../support/sample.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

describe('Every path of the API', () => {
  let catalogue: Catalogue;
  let paths: { path: string; methods: string[]; isPublic: boolean }[];
  beforeAll(async () => {
    catalogue = await startCatalogue('better-sqlite3');
    await loadSample(catalogue);
    const { body } = await catalogue.http().get('/api/openapi.json');
    type Operation = {
      'x-access-rule': string;
      parameters: { name: string; in: string; example?: string }[];
    };
    paths = Object.entries(body.paths as Record<string, PathItem>).map(([path, item]) => {
      const operations = Object.fromEntries(operationsOf(item)) as unknown as Record<string, Operation>;
      const [first] = Object.values(operations);
      const filled = first!.parameters
        .filter((parameter) => parameter.in === 'path')
        .reduce((text, { name, example }) => text.replace(`{${name}}`, encodeURIComponent(example!)), path);
      const isPublic = operations['get']?.['x-access-rule'] === 'catalogue.read';
      return { path: filled, methods: Object.keys(operations), isPublic };
    });
  });
  afterAll(async () => catalogue?.close());

  it('answers a method that it does not have with 405 and those that it has', async () => {
    for (const { path, methods } of paths) {
      for (const method of METHODS.filter((one) => !methods.includes(one))) {
        const { headers } = await catalogue.http()[method](path).expect(405);
        const allow = headers['allow']!.split(', ');
        expect(allow, path).toEqual(
          expect.arrayContaining([...methods.map((one) => one.toUpperCase()), 'OPTIONS']),
        );
        expect(allow, path).not.toContain(method.toUpperCase());
      }
    }
  });

  it('judges the method before a body that nobody would read', async () => {
    const server = catalogue.app.getHttpServer();
    for (const { path, methods } of paths) {
      const query = await sendRaw(server, `QUERY ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
      expect([path, query.status, query.headers['allow']]).toEqual([
        path,
        405,
        expect.stringContaining('OPTIONS'),
      ]);
      const [wrong] = METHODS.filter((one) => one !== 'get' && !methods.includes(one));
      const broken = `Content-Type: application/json\r\nContent-Length: 1\r\n\r\n{`;
      const answer = await sendRaw(
        server,
        `${wrong!.toUpperCase()} ${path} HTTP/1.1\r\nHost: a\r\n${broken}`,
      );
      expect([path, wrong, answer.status]).toEqual([path, wrong, 405]);
    }
    const unknown = await sendRaw(server, 'QUERY /api/v1/nothing HTTP/1.1\r\nHost: a\r\n\r\n');
    expect(unknown.status).toBe(404);
  });

  it('answers HEAD as GET, without the body', async () => {
    for (const { path, methods, isPublic } of paths) {
      if (!methods.includes('get') || !isPublic) continue;
      const full = await catalogue.http().get(path).set('Accept-Encoding', 'gzip');
      for (const lane of ['first', 'again']) {
        const head = await catalogue.http().head(path).set('Accept-Encoding', 'gzip').expect(full.status);
        expect(head.text ?? '', `${path} ${lane}`).toBe('');
        for (const name of ['etag', 'content-type', 'content-length', 'vary', 'last-modified', 'link'])
          expect(head.headers[name], `${path} ${name} ${lane}`).toBe(full.headers[name]);
      }
    }
  });

  it('answers OPTIONS with its methods, and lets scripts of other sites read', async () => {
    for (const { path, methods } of paths) {
      const { headers } = await catalogue
        .http()
        .options(path)
        .set('Origin', 'https://other.example')
        .expect(204);
      for (const method of methods) expect(headers['allow']).toContain(method.toUpperCase());
      if (methods.includes('get')) expect(headers['access-control-allow-origin']).toBe('*');
    }
    await catalogue.http().options('/api/v1/nowhere').expect(404);
  });

  it('refuses TRACE', async () => {
    for (const { path } of paths) {
      const bytes = `TRACE ${path} HTTP/1.1\r\nHost: a\r\nCookie: secret=1\r\nConnection: close\r\n\r\n`;
      const answer = await sendRaw(catalogue.app.getHttpServer(), bytes);
      expect(answer.status).toBe(405);
      expect(answer.body).not.toContain('secret');
    }
  });
});
