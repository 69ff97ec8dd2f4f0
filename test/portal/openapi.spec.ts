import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, it } from 'vitest';
import { Editions } from '../../src/exports/editions/editions.service.js';
import { type Catalogue, onBothDatabases } from '../support/catalogue.js';
import { InspectorDesk } from '../support/inspector-desk.js';
import { loadSample } from '../support/sample.js';

interface Parameter {
  name: string;
  in: string;
  schema: Record<string, unknown>;
  example?: string;
}

interface Operation {
  parameters: Parameter[];
  'x-access-rule': string;
}

/** The sample with the two editions and the campaign that the examples name. */
async function loadExamples(catalogue: Catalogue): Promise<void> {
  await loadSample(catalogue);
  const decision = { decisionNumber: '01/QĐ-UBND', decisionDate: '2026-03-02' };
  for (let n = 0; n < 2; n++)
    await catalogue.app.get(Editions).create({ name: 'test', agencyCode: null }, decision);
  const inspector = await InspectorDesk.of(catalogue);
  await inspector.send.post('/campaigns').send({ name: 'Đợt', marginOfError: 0.2 }).expect(201);
}

onBothDatabases('The OpenAPI document', loadExamples, (catalogue) => {
  const get = (path: string) => catalogue().http().get(path);
  const operations = async () => {
    const { body } = await get('/api/openapi.json').expect(200);
    const paths = body.paths as Record<string, Record<string, Operation>>;
    return Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
  };

  it('is valid OpenAPI 3.1', async () => {
    const { body } = await get('/api/openapi.json').expect(200);
    expect(body.openapi).toMatch(/^3\.1\./);
    const result = await new Validator().validate(body);
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  it('has the routes of the code with their rules and limits', async () => {
    const all = await operations();
    const list = all.find(({ path, method }) => path === '/api/v1/services' && method === 'get')!;
    expect(list.operation['x-access-rule']).toBe('catalogue.read');
    const limit = list.operation.parameters.find(({ name }) => name === 'limit');
    expect(limit?.schema).toEqual({ type: 'integer', minimum: 1, maximum: 500 });
    for (const { path } of all) expect(path).toMatch(/^\/(api(\/|$)|healthz|readyz|metrics)/);
  });

  it('bounds every text and list, and lets no unknown member in', async () => {
    const { body } = await get('/api/openapi.json').expect(200);
    expect(loose(body, '')).toEqual([]);
  });

  it('gives examples of path parameters that are there', async () => {
    for (const { path, method, operation } of await operations()) {
      const ofPath = operation.parameters.filter((parameter) => parameter.in === 'path');
      for (const { name, example } of ofPath) expect(example, `${method} ${path} {${name}}`).toBeDefined();
      if (method !== 'get' || operation['x-access-rule'] !== 'catalogue.read') continue;
      const filled = ofPath.reduce((text, { name, example }) => text.replace(`{${name}}`, example!), path);
      const { status } = await get(filled);
      // Some want a question too, and a campaign shows its draw once it is closed.
      expect([200, 400, ...(path.includes('/campaigns/') ? [403] : [])], filled).toContain(status);
    }
  });

  it('can be read as a page by people without scripts', async () => {
    const { text, headers } = await get('/api').expect(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(text).not.toMatch(/<script|https?:\/\/(?!catalogue\.test)|style=/);
    expect(text).toContain('/api/v1/services/{id}');
    await get('/api/reference.css').expect(200);
  });
});

/** Places of the document where a text, a list or an object has no bounds. */
function loose(value: unknown, at: string): string[] {
  if (value === null || typeof value !== 'object') return [];
  const schema = value as Record<string, unknown>;
  const faults: string[] = [];
  if (schema['type'] === 'string' && !['maxLength', 'pattern', 'format'].some((key) => key in schema))
    faults.push(`${at}: text without bounds`);
  if (schema['type'] === 'array' && !('maxItems' in schema && 'minItems' in schema))
    faults.push(`${at}: list without bounds`);
  if (schema['type'] === 'object' && !('additionalProperties' in schema)) faults.push(`${at}: open object`);
  return [...faults, ...Object.entries(schema).flatMap(([key, item]) => loose(item, `${at}/${key}`))];
}
