import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type supertest from 'supertest';
import type { Response, Test } from 'supertest';
import { type OpenApi, OpenApiDocument } from '../../src/openapi/openapi-document.service.js';
import type { Method } from '../../src/openapi/path-items.js';

type Agent = ReturnType<typeof supertest>;

/** Sends requests as `agent` does, and fails where an answer is not as the application's OpenAPI document says. */
export function checkedAgainstDocument(agent: Agent, app: NestFastifyApplication): Agent {
  const truth = truthOf(app.get(OpenApiDocument).document);
  return new Proxy(agent, {
    get(target, name) {
      const send: unknown = Reflect.get(target, name);
      if (typeof send !== 'function') return send;
      return (...args: unknown[]) => {
        const test = (send as (...args: unknown[]) => Test).apply(target, args);
        return test.expect((response) => {
          const faults = truth.faultsOf(test.method, test, response);
          if (faults.length === 0) return;
          const { pathname, search } = new URL(test.url);
          throw new Error(
            `${test.method} ${pathname}${search} answered ${response.status}, against the OpenAPI document:\n` +
              faults.map((fault) => `  - ${fault}`).join('\n') +
              `\n${String(response.text ?? '').slice(0, 500)}`,
          );
        });
      };
    },
  });
}

interface Answer {
  $ref?: string;
  headers?: Record<string, { $ref: string }>;
  content?: Record<string, { schema?: unknown }>;
}

interface Operation {
  requestBody?: { content: Record<string, unknown> };
  responses: Record<string, Answer>;
}

interface Truth {
  faultsOf(method: string, test: Test, response: Response): string[];
}

// Compiling a schema costs more than a request: applications of one process with one document share the work.
const truths = new Map<string, Truth>();
/** Writing a document out costs as much as a request, too. */
const truthsOfDocuments = new WeakMap<OpenApi, Truth>();

function truthOf(document: OpenApi): Truth {
  const known = truthsOfDocuments.get(document);
  if (known) return known;
  const text = JSON.stringify(document);
  const truth = truths.get(text) ?? makeTruth(document);
  truths.set(text, truth);
  truthsOfDocuments.set(document, truth);
  return truth;
}

function makeTruth(document: OpenApi): Truth {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
  formats.default(ajv);
  ajv.addFormat('iri', URL.canParse);
  ajv.addSchema(document, 'openapi');
  const templates = Object.keys(document.paths)
    .map((path) => ({
      path,
      pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}/?$`),
    }))
    .sort((a, b) => a.path.split('{').length - b.path.split('{').length);

  const schemaFaults = (pointer: string[], value: unknown): string[] => {
    const validate: ValidateFunction | undefined = ajv.getSchema(
      `openapi#/${pointer.map(escaped).join('/')}`,
    );
    if (!validate) return [`no schema at ${pointer.join(' ')}`];
    return validate(value)
      ? []
      : (validate.errors ?? [])
          .slice(0, 10)
          .map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
  };

  const problemFaults = (response: Response): string[] =>
    response.type === 'application/problem+json'
      ? schemaFaults(['components', 'schemas', 'Problem'], response.body)
      : [`a refusal has to be a problem, not ${response.type}`];

  const faultsOf: Truth['faultsOf'] = (method, test, response) => {
    const { pathname } = new URL(test.url);
    const common = response.headers['api-version'] ? [] : ['API-Version is missing'];
    const path = templates.find(({ pattern }) => pattern.test(pathname))?.path;
    if (path === undefined) {
      if (!pathname.startsWith('/api/')) return [];
      return response.status === 404
        ? [...common, ...problemFaults(response)]
        : ['the path is not documented'];
    }
    const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
    const operation = document.paths[path]![verb as Method] as Operation | undefined;
    if (!operation) {
      if (method === 'OPTIONS' && response.status === 204) return common;
      if (response.status !== 405) return ['the method is not documented'];
      const allow = response.headers['allow'] ? [] : ['Allow is missing'];
      return [...common, ...allow, ...(method === 'HEAD' ? [] : problemFaults(response))];
    }
    const written = operation.responses[response.status];
    if (!written) return [`the status ${response.status} is not documented`];
    const at = written.$ref?.slice(2).split('/') ?? [
      'paths',
      path,
      verb,
      'responses',
      String(response.status),
    ];
    const answer = written.$ref ? (document.components['responses']![at.at(-1)!] as Answer) : written;
    const headers = Object.entries(answer.headers ?? {}).flatMap(([name, { $ref }]) => {
      const given = response.headers[name.toLowerCase()] as string | undefined;
      const pointer = $ref.slice(2).split('/');
      const isRequired = document.components['headers']?.[pointer.at(-1)!]?.['required'] === true;
      if (given === undefined) return isRequired ? [`${name} is missing`] : [];
      return schemaFaults([...pointer, 'schema'], given).map((fault) => `${name}: ${fault}`);
    });
    const body = method === 'HEAD' ? [] : bodyFaults(answer, at, response, schemaFaults);
    return [
      ...common,
      ...headers,
      ...body,
      ...requestFaults(operation, path, verb, test, response, schemaFaults),
    ];
  };
  return { faultsOf };
}

type SchemaFaults = (pointer: string[], value: unknown) => string[];

function bodyFaults(answer: Answer, at: string[], response: Response, schemaFaults: SchemaFaults): string[] {
  if (!answer.content) return response.text ? ['there is a body though none is documented'] : [];
  const content = answer.content[response.type];
  if (!content) return [`the media type ${response.type} is not documented`];
  // What is sent as a file of its own type has its own tests.
  const { schema } = content;
  const isFile = (schema as { format?: string } | undefined)?.format === 'binary';
  if (schema === undefined || isFile || typeof response.text !== 'string') return [];
  return schemaFaults([...at, 'content', response.type, 'schema'], JSON.parse(response.text));
}

/** A body that the application took has to be one that the document takes too. */
function requestFaults(
  operation: Operation,
  path: string,
  verb: string,
  test: Test,
  response: Response,
  schemaFaults: SchemaFaults,
): string[] {
  const { _data: sent } = test as Test & { _data?: unknown };
  // Bytes are a form or a file, whose content the document leaves to the import.
  if (response.status >= 300 || sent === undefined || Buffer.isBuffer(sent)) return [];
  if (!operation.requestBody)
    return JSON.stringify(sent) === '{}' ? [] : ['a body was taken though none is documented'];
  if (!('application/json' in operation.requestBody.content)) return [];
  const value: unknown = typeof sent === 'string' ? JSON.parse(sent) : sent;
  const pointer = ['paths', path, verb, 'requestBody', 'content', 'application/json', 'schema'];
  return schemaFaults(pointer, JSON.parse(JSON.stringify(value))).map((fault) => `request body ${fault}`);
}

function escaped(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}
