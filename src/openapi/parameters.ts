import { ACCESS_RULES, type AccessRule } from '../accounts/access-rules.js';
import type { JsonSchema } from '../http/describe.js';
import type { Components } from './components.js';
import type { DocumentedRoute } from './documented-route.js';
import { type InputClass, inputSchema } from './input-schema.js';
import { parameterText } from './parameter-exceptions.js';

export function isWrite({ method }: DocumentedRoute): boolean {
  return method !== 'get';
}

export function takesAccount({ access }: DocumentedRoute): boolean {
  return (ACCESS_RULES[access] as AccessRule).allow !== 'anyone';
}

/** The parameters of a route, with what the tables of texts say of them. @throws Error where the path is without a class */
export function parametersOf(route: DocumentedRoute, components: Components): JsonSchema[] {
  const { examples = {}, ifMatch } = route.description;
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  const ofPath = route.pathInput ? membersOf(route.pathInput) : {};
  const inPath = names.map((name) => {
    const schema = ofPath[name]?.schema;
    if (!schema) throw new Error(`${route.id} has no class for {${name}} of its path`);
    const example = examples[name];
    const typed = schema['type'] === 'integer' && example !== undefined ? Number(example) : example;
    return parameter(route, { name, in: 'path', required: true }, schema, components, typed);
  });
  const inQuery = Object.entries(route.query ? membersOf(route.query) : {}).map(
    ([name, { schema, isRequired }]) =>
      parameter(route, { name, in: 'query', required: isRequired }, schema, components),
  );
  const headers = [
    'AcceptLanguage',
    ...(route.method === 'get' ? ['IfNoneMatch'] : []),
    ...(ifMatch === undefined ? [] : [ifMatch === 'required' ? 'IfMatch' : 'IfMatchOptional']),
    ...(isWrite(route) && takesAccount(route) ? ['IdempotencyKey'] : []),
  ];
  return [...inPath, ...inQuery, ...headers.map((name) => ({ $ref: `#/components/parameters/${name}` }))];
}

function parameter(
  { path }: DocumentedRoute,
  head: { name: string; in: string; required: boolean },
  schema: JsonSchema,
  components: Components,
  given?: string | number,
): JsonSchema {
  const text = parameterText(path, head.name);
  const example = given ?? text?.example;
  return {
    ...head,
    ...(text ? { description: text.description } : {}),
    // Tools look for it in the one place or the other.
    schema: components.hoisted(example === undefined ? schema : { ...schema, examples: [example] }),
    ...(example === undefined ? {} : { example }),
  };
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
