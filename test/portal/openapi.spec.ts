import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { expect, it } from 'vitest';
import { Editions } from '../../src/exports/editions/editions.service.js';
import { operationsOf, type PathItem } from '../../src/openapi/path-items.js';
import { type Catalogue, onBothDatabases } from '../support/catalogue.js';
import { InspectorDesk } from '../support/inspector-desk.js';
import { loadSample } from '../support/sample.js';

interface Parameter {
  name: string;
  in: string;
  schema: Record<string, unknown>;
  description?: string;
  example?: string;
}

interface Operation {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
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
    const paths = body.paths as Record<string, PathItem>;
    return Object.entries(paths).flatMap(([path, methods]) =>
      operationsOf(methods).map(([method, operation]) => ({
        path,
        method,
        operation: operation as unknown as Operation,
      })),
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
    expect(limit?.schema).toMatchObject({ type: 'integer', minimum: 1, maximum: 500, format: 'int32' });
    for (const { path } of all) expect(path).toMatch(/^\/(api(\/|$)|healthz|readyz|metrics)/);
  });

  it('bounds every text and list, and lets no unknown member in', async () => {
    const { body } = await get('/api/openapi.json').expect(200);
    expect(loose(body, '')).toEqual([]);
  });

  it('has the format of a day beside its alternatives too, as rules for governments look for it', async () => {
    const { body } = await get('/api/openapi.json').expect(200);
    const schemas = body.components.schemas as Record<string, { properties?: Record<string, object> }>;
    for (const [title, { properties = {} }] of Object.entries(schemas))
      for (const [name, schema] of Object.entries(properties).filter(([one]) => one.endsWith('Date')))
        expect(schema, `${title} ${name}`).toHaveProperty('format', 'date');
  });

  it('says in a sentence what each parameter, schema and tag is', async () => {
    const { body } = await get('/api/openapi.json').expect(200);
    const missing: string[] = [];
    const lacks = (text: string | undefined, shortest: number) => (text ?? '').length < shortest;
    for (const { path, method, operation } of await operations()) {
      for (const { name, description } of operation.parameters.filter((one) => one.name !== undefined))
        if (lacks(description, 10))
          missing.push(`parameter ${name} of ${method} ${path}: add it to src/openapi/parameter-texts.ts`);
      if (operation.description.length <= operation.summary.length)
        missing.push(
          `${method} ${path}: the summary is longer than the description; shorten it or add \`more\``,
        );
    }
    for (const [title, { description }] of Object.entries(body.components.schemas as Described))
      if (lacks(description, 30))
        missing.push(`schema ${title}: add it to src/openapi/schema-texts.ts, bodies to body-texts.ts`);
    for (const { name, description } of body.tags as { name: string; description?: string }[])
      if (lacks(description, 25)) missing.push(`tag ${name}: add it to src/openapi/about-the-api.ts`);
    expect(missing).toEqual([]);
  });

  it('gives examples of parameters that the parameters accept', async () => {
    const ajv = new Ajv2020({ strict: false, validateSchema: false });
    formats.default(ajv);
    const wrong: string[] = [];
    for (const { path, method, operation } of await operations()) {
      for (const { name, schema, example } of operation.parameters.filter((one) => one.name !== undefined))
        if (example === undefined || !ajv.validate(schema, example))
          wrong.push(`${method} ${path} ${name}: ${JSON.stringify(example)} is no example of it`);
    }
    expect(wrong).toEqual([]);
  });

  it('gives examples of path parameters that are there', async () => {
    for (const { path, method, operation } of await operations()) {
      const ofPath = operation.parameters.filter((parameter) => parameter.in === 'path');
      for (const { name, example } of ofPath) expect(example, `${method} ${path} {${name}}`).toBeDefined();
      if (method !== 'get' || operation['x-access-rule'] !== 'catalogue.read') continue;
      const filled = ofPath.reduce(
        (text, { name, example }) => text.replace(`{${name}}`, String(example)),
        path,
      );
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

type Described = Record<string, { description?: string }>;

/** Places of the document where a text, a list or an object has no bounds. */
function loose(value: unknown, at: string): string[] {
  if (value === null || typeof value !== 'object') return [];
  const schema = value as Record<string, unknown>;
  const faults: string[] = [];
  const types = [schema['type']].flat();
  if (types.includes('string') && !['maxLength', 'pattern', 'format'].some((key) => key in schema))
    faults.push(`${at}: text without bounds`);
  if (types.includes('integer') && !('minimum' in schema && 'maximum' in schema))
    faults.push(`${at}: number without bounds`);
  if (types.includes('array') && !('maxItems' in schema && 'minItems' in schema))
    faults.push(`${at}: list without bounds`);
  if (types.includes('object') && schema['additionalProperties'] !== false) faults.push(`${at}: open object`);
  return [...faults, ...Object.entries(schema).flatMap(([key, item]) => loose(item, `${at}/${key}`))];
}
