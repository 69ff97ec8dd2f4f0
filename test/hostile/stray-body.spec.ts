import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operationsOf, type PathItem } from '../../src/openapi/path-items.js';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { loadSample, tokenOf } from '../support/sample.js';

interface Operation {
  parameters: { name: string; in: string; example?: string }[];
  requestBody?: unknown;
}

describe('An operation that takes no body', () => {
  let catalogue: Catalogue;
  let operations: { method: 'post' | 'put' | 'delete'; path: string }[];
  beforeAll(async () => {
    catalogue = await startCatalogue('better-sqlite3');
    await loadSample(catalogue);
    const { body } = await catalogue.http().get('/api/openapi.json');
    operations = Object.entries(body.paths as Record<string, PathItem>).flatMap(([path, item]) =>
      (operationsOf(item) as unknown as ['post' | 'put' | 'delete', Operation][])
        .filter(([method, { requestBody }]) => ['post', 'put', 'delete'].includes(method) && !requestBody)
        .map(([method, { parameters }]) => ({ method, path: filled(path, parameters) })),
    );
  });
  afterAll(async () => catalogue?.close());

  const filled = (path: string, parameters: Operation['parameters']) =>
    parameters
      .filter((parameter) => parameter.in === 'path')
      .reduce((text, { name, example }) => text.replace(`{${name}}`, encodeURIComponent(example!)), path);
  const sending = (method: 'post' | 'put' | 'delete', path: string, token: string) => {
    const http = catalogue.http();
    return http[method](path).set('Authorization', `Bearer ${token}`);
  };
  const roles = ['admin', 'clerk', 'inspector', 'planner'] as const;

  it('refuses a field that would be ignored, and a body that is no object', async () => {
    expect(operations.length).toBeGreaterThan(10);
    const tokens = await Promise.all(roles.map((role) => tokenOf(catalogue, role)));
    for (const { method, path } of operations) {
      const answersTo = async (sent: string) => {
        const answers = [];
        for (const token of tokens) {
          const { status, body } = await sending(method, path, token)
            .set('Content-Type', 'application/json')
            .send(sent);
          if (status !== 403) answers.push({ status, errors: body?.errors });
        }
        return answers;
      };
      const stray = await answersTo('{"zzz":1}');
      expect(stray.length, path).toBeGreaterThan(0);
      for (const answer of stray)
        expect(answer, `${method} ${path}`).toMatchObject({
          status: 400,
          errors: [{ in: 'body', pointer: '/zzz', code: 'unknown_field' }],
        });
      for (const sent of ['[]', 'null', '"text"'])
        for (const answer of await answersTo(sent))
          expect(answer, `${method} ${path} ${sent}`).toMatchObject({
            status: 400,
            errors: [{ in: 'body', pointer: '', code: 'not_an_object' }],
          });
    }
  });

  it('refuses the parts of a form, as does one that takes JSON', async () => {
    const token = await tokenOf(catalogue, 'admin');
    for (const path of ['/api/v1/plans/2012/approve', '/api/v1/accounts']) {
      const { body } = await sending('post', path, token).field('zzz', '1').expect(415);
      expect(body.code, path).toBe('media_type');
    }
  });
});
