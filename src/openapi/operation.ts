import { ACCESS_RULES, type AccessRule } from '../accounts/access-rules.js';
import { JSON_TYPE, type JsonSchema } from '../http/describe.js';
import { answersOf } from './answers.js';
import type { Components } from './components.js';
import type { DocumentedRoute } from './documented-route.js';
import { inputSchema } from './input-schema.js';
import { operationDescription } from './operation-description.js';
import { parametersOf } from './parameters.js';

/** An operation of the document, as its route and the classes of its inputs have it. */
export function operationOf(route: DocumentedRoute, components: Components): JsonSchema {
  const rule: AccessRule = ACCESS_RULES[route.access];
  const body = requestBody(route, components);
  const parameters = parametersOf(route, components);
  const queryNames = parameters.filter((one) => one['in'] === 'query').map(({ name }) => String(name));
  return {
    operationId: route.id,
    summary: route.description.summary,
    description: operationDescription(route, queryNames),
    tags: [route.description.tag],
    security: rule.allow === 'anyone' ? [{}, { bearer: [] }] : [{ bearer: [] }, { session: [] }],
    'x-access-rule': route.access,
    'x-access': rule.allow,
    parameters,
    ...(body ? { requestBody: body } : {}),
    responses: answersOf(route, components),
  };
}

function requestBody(
  { body, description, id, method }: DocumentedRoute,
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
  const isRequired =
    method === 'patch' ||
    Object.values(schemas).some(
      (schema) => schema['required'] === undefined || (schema['required'] as string[]).length > 0,
    );
  return { required: isRequired, content };
}
