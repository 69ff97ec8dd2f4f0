import { ACCESS_RULES, type AccessRule } from '../accounts/access-rules.js';
import {
  answerTypes,
  isOtherType,
  JSON_TYPE,
  type JsonSchema,
  type RouteDescription,
} from '../http/describe.js';
import type { Components } from './components.js';
import type { DocumentedRoute } from './documented-route.js';
import { type InputClass, inputSchema } from './input-schema.js';
import { PROBLEM, PROBLEM_MEANINGS } from './problem-schema.js';

const PROBLEM_TYPE = 'application/problem+json';

const MEANINGS: Record<number, string> = {
  200: 'Done',
  201: 'Made',
  202: 'Taken; it is done later',
  204: 'Done; there is nothing to say',
};

const headerRef = (name: string): JsonSchema => ({ $ref: `#/components/headers/${name}` });

/** An operation of the document, as its route and the classes of its inputs have it. */
export function operationOf(route: DocumentedRoute, components: Components): JsonSchema {
  const rule: AccessRule = ACCESS_RULES[route.access];
  const body = requestBody(route, components);
  return {
    operationId: route.id,
    summary: route.description.summary,
    tags: [route.description.tag],
    security: rule.allow === 'anyone' ? [{}, { bearer: [] }] : [{ bearer: [] }, { session: [] }],
    'x-access-rule': route.access,
    'x-access': rule.allow,
    parameters: parameters(route, components),
    ...(body ? { requestBody: body } : {}),
    responses: responses(route, components),
  };
}

export function isWrite({ method }: DocumentedRoute): boolean {
  return method !== 'get';
}

function takesAccount({ access }: DocumentedRoute): boolean {
  return (ACCESS_RULES[access] as AccessRule).allow !== 'anyone';
}

function parameters(route: DocumentedRoute, components: Components): JsonSchema[] {
  const { examples = {}, ifMatch } = route.description;
  const found: JsonSchema[] = [];
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  const ofPath = route.pathInput ? membersOf(route.pathInput) : {};
  for (const name of names) {
    const schema = ofPath[name]?.schema;
    if (!schema) throw new Error(`${route.id} has no class for {${name}} of its path`);
    const example = examples[name];
    found.push({
      name,
      in: 'path',
      required: true,
      schema: components.hoisted(schema),
      ...(example === undefined ? {} : { example }),
    });
  }
  for (const [name, { schema, isRequired }] of Object.entries(route.query ? membersOf(route.query) : {}))
    found.push({ name, in: 'query', required: isRequired, schema: components.hoisted(schema) });
  const headers = [
    'AcceptLanguage',
    ...(route.method === 'get' ? ['IfNoneMatch'] : []),
    ...(ifMatch === undefined ? [] : [ifMatch === 'required' ? 'IfMatch' : 'IfMatchOptional']),
    ...(isWrite(route) && takesAccount(route) ? ['IdempotencyKey'] : []),
  ];
  return [...found, ...headers.map((name) => ({ $ref: `#/components/parameters/${name}` }))];
}

function membersOf(input: InputClass): Record<string, { schema: JsonSchema; isRequired: boolean }> {
  const { properties, required } = inputSchema(input) as {
    properties: Record<string, JsonSchema>;
    required: string[];
  };
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [
      name,
      { schema, isRequired: required.includes(name) },
    ]),
  );
}

function requestBody(
  { body, description, id }: DocumentedRoute,
  components: Components,
): JsonSchema | undefined {
  if (!body && !description.body) return undefined;
  if (body && description.body) throw new Error(`${id} describes its body twice`);
  const schemas = body
    ? { [JSON_TYPE]: { title: body.name, ...inputSchema(body) } as JsonSchema }
    : description.body!;
  const content = Object.fromEntries(
    Object.entries(schemas).map(([type, schema]) => [type, { schema: components.hoisted(schema) }]),
  );
  const isRequired = Object.values(schemas).some(
    (schema) => schema['required'] === undefined || (schema['required'] as string[]).length > 0,
  );
  return { required: isRequired, content };
}

function responses(route: DocumentedRoute, components: Components): JsonSchema {
  const isPublicRead = route.method === 'get' && route.access === 'catalogue.read';
  const successes = Object.entries(route.description.answers).map(
    ([status, answer]): [string, JsonSchema] => [
      status,
      success(Number(status), answer, isPublicRead, route, components),
    ],
  );
  const unchanged: [string, JsonSchema][] = !isWrite(route)
    ? [['304', { description: 'The caller has it already', headers: { ETag: headerRef('ETag') } }]]
    : [];
  const problems = problemStatuses(route).map((status): [string, JsonSchema] => [
    String(status),
    problem(status, route, components),
  ]);
  return Object.fromEntries(
    [...successes, ...unchanged, ...problems].sort(([a], [b]) => Number(a) - Number(b)),
  );
}

function success(
  status: number,
  answer: RouteDescription['answers'][number],
  isPublicRead: boolean,
  route: DocumentedRoute,
  components: Components,
): JsonSchema {
  const isFile = answer !== null && isOtherType(answer);
  const content: JsonSchema | undefined =
    answer === null
      ? undefined
      : isFile
        ? Object.fromEntries([answer.mediaType].flat().map((type) => [type, {}]))
        : { [JSON_TYPE]: { schema: components.hoisted(answer) } };
  return {
    description: MEANINGS[status] ?? 'Done',
    headers: {
      'API-Version': headerRef('ApiVersion'),
      ...(isPublicRead && !isFile
        ? { ETag: headerRef('ETag'), 'Last-Modified': headerRef('LastModified') }
        : { ETag: headerRef('ETagWhereKept') }),
      Link: headerRef('Link'),
      ...(status === 201 || status === 202 ? { Location: headerRef('Location') } : {}),
      ...limitHeaders(route),
    },
    ...(content ? { content } : {}),
  };
}

function problem(status: number, route: DocumentedRoute, components: Components): JsonSchema {
  const needsRetry = status === 429 || status === 503;
  return {
    description: PROBLEM_MEANINGS[status] ?? 'A problem',
    headers: {
      'API-Version': headerRef('ApiVersion'),
      ...(needsRetry ? { 'Retry-After': headerRef('RetryAfter') } : {}),
      ...limitHeaders(route),
    },
    content: { [PROBLEM_TYPE]: { schema: components.hoisted(PROBLEM) } },
  };
}

/** A route that names 429 among its problems counts attempts and says how many are left. */
function limitHeaders({ description }: DocumentedRoute): JsonSchema {
  return description.problems?.includes(429)
    ? { RateLimit: headerRef('RateLimit'), 'RateLimit-Policy': headerRef('RateLimitPolicy') }
    : {};
}

/** The problems that follow from the inputs and the access rule of a route, and those it names. */
function problemStatuses(route: DocumentedRoute): number[] {
  const { ifMatch, problems = [] } = route.description;
  return [
    ...new Set([
      400,
      401,
      429,
      500,
      503,
      ...(takesAccount(route) || isWrite(route) ? [403] : []),
      ...(route.path.includes('{') ? [404] : []),
      ...(answerTypes(route.description).length > 0 ? [406] : []),
      ...(ifMatch === undefined ? [] : [412]),
      ...(ifMatch === 'required' ? [428] : []),
      ...(isWrite(route) ? [413, 415] : []),
      // Another body under a used Idempotency-Key.
      ...(isWrite(route) && takesAccount(route) ? [422] : []),
      ...problems,
    ]),
  ];
}
