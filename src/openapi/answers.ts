import {
  answerTypes,
  isOtherType,
  JSON_TYPE,
  type JsonSchema,
  type RouteDescription,
} from '../http/describe.js';
import type { Components } from './components.js';
import type { DocumentedRoute } from './documented-route.js';
import { isWrite, takesAccount } from './parameters.js';
import { PROBLEM, PROBLEM_MEANINGS } from './problem-schema.js';

const PROBLEM_TYPE = 'application/problem+json';

const MEANINGS_OF_READS: Record<number, string> = { 200: 'What was asked for, as the catalogue has it' };
const MEANINGS_OF_WRITES: Record<number, string> = {
  200: 'Done; what has become of it',
  201: 'Made; what was made, as it is now',
  202: 'Taken; it is done as soon as possible',
  204: 'Done; there is nothing to say about it',
};

const headerRef = (name: string): JsonSchema => ({ $ref: `#/components/headers/${name}` });

/** The answers of a route by status: those it describes, and the refusals that follow from its inputs and its access rule. */
export function answersOf(route: DocumentedRoute, components: Components): JsonSchema {
  const successes = Object.entries(route.description.answers).map(
    ([status, answer]): [string, JsonSchema] => [status, success(Number(status), answer, route, components)],
  );
  const unchanged: [string, JsonSchema][] = !isWrite(route)
    ? [['304', components.response('Unchanged', notModified)]]
    : [];
  const problems = problemStatuses(route).map((status): [string, JsonSchema] => {
    const name = `Problem${status}${countsAttempts(route) ? 'Counted' : ''}`;
    return [String(status), components.response(name, () => problem(status, route, components))];
  });
  return Object.fromEntries(
    [...successes, ...unchanged, ...problems].sort(([a], [b]) => Number(a) - Number(b)),
  );
}

function success(
  status: number,
  answer: RouteDescription['answers'][number],
  route: DocumentedRoute,
  components: Components,
): JsonSchema {
  const isFile = answer !== null && isOtherType(answer);
  const content: JsonSchema | undefined =
    answer === null
      ? undefined
      : isFile
        ? Object.fromEntries([answer.mediaType].flat().map((type) => [type, { schema: FILE }]))
        : { [JSON_TYPE]: { schema: components.hoisted(answer) } };
  const isPublicRead = !isWrite(route) && route.access === 'catalogue.read';
  const meanings = isWrite(route) ? MEANINGS_OF_WRITES : MEANINGS_OF_READS;
  return {
    description: meanings[status] ?? 'Done, as the description says',
    headers: {
      'API-Version': headerRef('ApiVersion'),
      'Cache-Control': headerRef(isPublicRead ? 'CacheControl' : 'CacheControlNoStore'),
      ETag: headerRef(isPublicRead ? 'ETag' : 'ETagWhereKept'),
      ...(isPublicRead ? { 'Last-Modified': headerRef('LastModified') } : {}),
      ...(isFile ? {} : { Link: headerRef('Link') }),
      ...(status === 201 || status === 202 ? { Location: headerRef('Location') } : {}),
      ...limitHeaders(route),
    },
    ...(content ? { content } : {}),
  };
}

/** Bytes of a type of their own, whose bounds are not those of a text in JSON. */
const FILE: JsonSchema = { type: 'string', format: 'binary' };

function notModified(): JsonSchema {
  return {
    description: 'The caller has it already; there is no body',
    headers: { 'API-Version': headerRef('ApiVersion'), ETag: headerRef('ETag') },
  };
}

function problem(status: number, route: DocumentedRoute, components: Components): JsonSchema {
  const needsRetry = status === 429 || status === 503;
  return {
    description: PROBLEM_MEANINGS[status] ?? 'A refusal that says what is wrong',
    headers: {
      'API-Version': headerRef('ApiVersion'),
      'Cache-Control': headerRef('CacheControlNoStore'),
      ...(needsRetry ? { 'Retry-After': headerRef('RetryAfter') } : {}),
      ...limitHeaders(route),
    },
    content: { [PROBLEM_TYPE]: { schema: components.hoisted(PROBLEM) } },
  };
}

/** A route that names 429 among its problems counts attempts and says how many are left. */
function countsAttempts({ description }: DocumentedRoute): boolean {
  return description.problems?.includes(429) === true;
}

function limitHeaders(route: DocumentedRoute): JsonSchema {
  return countsAttempts(route)
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
