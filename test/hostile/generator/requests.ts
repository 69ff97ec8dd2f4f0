import fc from 'fast-check';
import { seeded } from '../../support/seeded.js';
import type { DocumentReader, Operation, Parameter, Schema } from './operations.js';
import { broken, type Pick } from './broken.js';
import { partsOf } from './multipart.js';
import { CURSORS, jsonOf, TAGS } from './traps.js';
import { valuesOf } from './values.js';

/** Nothing, or dots that a client resolves: the address of another operation. */
const NO_SEGMENT = /^\.{0,2}$/;

/** Characters of one value in an address: some of them together stay within what a server reads. */
const LONGEST = 2500;

/** Whose token is sent; `bad` is none that we gave. */
export const CALLERS = ['none', 'bad', 'admin', 'clerk', 'clerk2', 'inspector', 'planner', 'reader'] as const;
export type Caller = (typeof CALLERS)[number];

export interface GeneratedRequest {
  operation: Operation;
  caller: Caller;
  /** Path and query. */
  target: string;
  headers: Record<string, string>;
  body?: string | Buffer;
  /** Whether the document takes this path, query, headers and body; null where only the content of a file decides. */
  fits: boolean | null;
  /** The sender has read the record before and sends its tag. */
  wantsTag: boolean;
}

interface Inputs {
  path: Record<string, unknown>;
  query: Record<string, unknown>;
  body: unknown;
}

/** Requests to an operation: about half as the document has them, the others wrong in one place or two. */
export function requestsTo(
  reader: DocumentReader,
  operation: Operation,
  count: number,
  seed: number,
): GeneratedRequest[] {
  const random = seeded(seed);
  const pick: Pick = (list) => list[Math.floor(random() * list.length)]!;
  return fc.sample(inputsOf(reader, operation), { seed, numRuns: count }).map((inputs) => {
    const wrong = random() < 0.55;
    return requestOf(reader, operation, wrong ? brokenInputs(inputs, operation, pick, random) : inputs, {
      pick,
      random,
    });
  });
}

function inputsOf(reader: DocumentReader, operation: Operation): fc.Arbitrary<Inputs> {
  const members = (place: Parameter['in']) => operation.parameters.filter((one) => one.in === place);
  const path = Object.fromEntries(
    members('path').map(({ name, schema, example }) => {
      const made = valuesOf(reader, schema, name);
      return [name, fc.oneof({ arbitrary: fc.constant(example), weight: 5 }, { arbitrary: made, weight: 1 })];
    }),
  );
  const query = Object.fromEntries(
    members('query').map(({ name, schema }) => [
      name,
      // A cursor that fits is one that a list gave: every other one is a trap.
      name === 'cursor' || name === 'since' ? fc.constantFrom(...CURSORS) : valuesOf(reader, schema, name),
    ]),
  );
  const required = members('query').filter((one) => one.required);
  const some = fc
    .tuple(fc.record(query), fc.array(fc.constantFrom('', ...Object.keys(query)), { maxLength: 3 }))
    .map(([all, names]) =>
      Object.fromEntries(
        Object.entries(all).filter(
          ([name]) => names.includes(name) || required.some((one) => one.name === name),
        ),
      ),
    );
  const schema = operation.bodies['application/json'];
  return fc.record({
    path: fc.record(path),
    query: some,
    body: schema ? valuesOf(reader, schema) : fc.constant(undefined),
  });
}

/** Breaks one place or two of the inputs; what comes out may fit the document by chance, so that has to be asked. */
function brokenInputs(inputs: Inputs, operation: Operation, pick: Pick, random: () => number): Inputs {
  const places = [
    ...(inputs.body === undefined ? [] : ['body', 'body', 'body']),
    ...(Object.keys(inputs.path).length > 0 ? ['path'] : []),
    ...(operation.method === 'get' ? ['query', 'query'] : ['query']),
  ] as (keyof Inputs)[];
  let found = inputs;
  for (let n = random() < 0.3 ? 2 : 1; n > 0; n -= 1) {
    const place = pick(places);
    found = { ...found, [place]: broken(found[place], pick, place !== 'body') };
  }
  return found;
}

function requestOf(
  reader: DocumentReader,
  operation: Operation,
  { path, query, body }: Inputs,
  { pick, random }: { pick: Pick; random: () => number },
): GeneratedRequest {
  const filled = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    escaped(textOf(path[name])).replace(NO_SEGMENT, '0'),
  );
  const asked = Object.entries(query).flatMap(([name, value]) =>
    manyOf(value).map((one) => `${escaped(name)}=${escaped(textOf(one))}`),
  );
  const headers: Record<string, string> = {
    ...bodyHeaders(operation),
    'accept-language': pick(['vi', 'en', '*']),
  };
  let fits = inputsFit(reader, operation, path, query);
  const tagged = operation.parameters.find((one) => one.name === 'If-Match');
  const wantsTag = tagged !== undefined && random() < 0.8;
  if (tagged && !wantsTag) {
    if (random() < 0.7) headers['if-match'] = pick(TAGS);
    else if (tagged.required) fits = false;
  }
  if (operation.method === 'get' && random() < 0.2) headers['if-none-match'] = pick(TAGS);
  const caller = random() < 0.7 ? pick(['admin', 'clerk', 'inspector', 'planner'] as const) : pick(CALLERS);
  const request = {
    operation,
    caller,
    headers,
    wantsTag,
    target: filled + (asked.length ? `?${asked.join('&')}` : ''),
  };
  if (body !== undefined && random() < 0.97) {
    const text = jsonOf(body);
    return {
      ...request,
      body: text,
      fits: fits && reader.accepts(operation.bodies['application/json']!, JSON.parse(text)),
    };
  }
  const other = Object.keys(operation.bodies).filter((type) => type !== 'application/json');
  if (other.length > 0 && (body === undefined || random() < 0.5)) {
    const sent = partsOf(pick(other), pick);
    return {
      ...request,
      headers: { ...headers, ...sent.headers },
      body: sent.body,
      fits: fits ? null : false,
    };
  }
  delete headers['content-type'];
  return { ...request, fits: fits && !operation.needsBody };
}

function bodyHeaders({ bodies }: Operation): Record<string, string> {
  return 'application/json' in bodies ? { 'content-type': 'application/json' } : {};
}

function inputsFit(reader: DocumentReader, operation: Operation, path: object, query: object): boolean {
  const known = operation.parameters.filter((one) => one.in === 'query' || one.in === 'path');
  if (Object.keys(query).some((name) => !known.some((one) => one.in === 'query' && one.name === name)))
    return false;
  return known.every(({ name, in: place, required, schema }) => {
    const value = (place === 'path' ? path : query)[name as never] as unknown;
    if (value === undefined) return !required;
    const [one, ...more] = place === 'path' ? [value] : manyOf(value);
    return more.length === 0 && reader.accepts(schema, asRead(reader.followed(schema), textOf(one)));
  });
}

/** What a text of an address is to the schema. */
function asRead(schema: Schema, text: string): unknown {
  const types = [schema, ...((schema['anyOf'] as Schema[] | undefined) ?? [])].map(({ type }) => type);
  const numbers = (schema['enum'] as unknown[] | undefined)?.some((one) => typeof one === 'number');
  if ((types.includes('integer') || numbers) && /^-?\d+$/.test(text)) return Number(text);
  if (types.includes('boolean') && /^(true|false)$/.test(text)) return text === 'true';
  return text;
}

/** An address has no lists: a parameter of several values is sent several times. */
function manyOf(value: unknown): unknown[] {
  return Array.isArray(value) && value.length > 0 ? value.slice(0, 3) : [value];
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : jsonOf(value);
}

function escaped(text: string): string {
  const found = encodeURIComponent(text.toWellFormed());
  return found.length <= LONGEST ? found : escaped(text.slice(0, text.length / 2));
}
