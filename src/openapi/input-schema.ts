import { defaultMetadataStorage as transforms } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
import type { JsonSchema } from '../http/describe.js';
import { type FaultContext, INSTANT_PATTERN, whereGiven, whereNotNull } from '../http/input.js';
import { BLANK } from '../domain/text/fold.js';
import { CLEAN_TEXT, orNull } from '../http/schemas.js';

export type InputClass = new () => object;

/** What each check of `http/input.ts` says as a schema. A check that is not here cannot be used: the document would lie. */
const SCHEMA_OF_CHECK: Record<string, (constraints: unknown[], fault?: FaultContext) => JsonSchema> = {
  isString: () => ({ type: 'string', pattern: CLEAN_TEXT }),
  minLength: ([min]) => ({ minLength: min }),
  maxLength: ([max]) => ({ maxLength: max }),
  isInt: () => ({ type: 'integer' }),
  isNumber: () => ({ type: 'number' }),
  min: ([min]) => ({ minimum: min }),
  max: ([max]) => ({ maximum: max }),
  isBoolean: () => ({ type: 'boolean' }),
  isIn: ([allowed]) => ({ enum: allowed }),
  matches: ([pattern], fault) => ({
    type: 'string',
    pattern: (pattern as RegExp).source,
    ...(fault?.longest === undefined ? {} : { maxLength: fault.longest }),
  }),
  isCivilDate: () => ({ type: 'string', format: 'date', pattern: '^(19|2\\d)\\d\\d-\\d\\d-\\d\\d$' }),
  isInstant: () => ({ type: 'string', format: 'date-time', pattern: INSTANT_PATTERN.source }),
  saysSomething: () => ({ not: { pattern: BLANK.source } }),
  isWebAddress: () => ({
    type: 'string',
    format: 'iri',
    pattern: '^[Hh][Tt][Tt][Pp][Ss]?://[^\\s/\\\\@?#]+([/?#][^\\s\\\\]*)?$',
    maxLength: 2000,
  }),
  isJsonObject: ([schema]) => schema as JsonSchema,
  isArray: () => ({ type: 'array', minItems: 0 }),
  arrayMinSize: ([min]) => ({ minItems: min }),
  arrayMaxSize: ([max]) => ({ maxItems: max }),
  arrayUnique: () => ({ uniqueItems: true }),
};

/** The schema of what a class of inputs lets through, read from the checks that are run on it. */
export function inputSchema(input: InputClass): JsonSchema {
  const checks = getMetadataStorage().getTargetValidationMetadatas(input, '', true, false);
  const properties = new Map<string, ValidationMetadata[]>();
  for (const check of checks) {
    properties.set(check.propertyName, [...(properties.get(check.propertyName) ?? []), check]);
  }
  const optional = [...properties].filter(([, of]) => of.some((check) => holds(check, whereGiven)));
  const optionalNames = optional.map(([name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(
      [...properties].map(([name, of]) => [name, propertySchema(input, name, of)]),
    ),
    required: [...properties.keys()].filter((name) => !optionalNames.includes(name)),
    additionalProperties: false,
  };
}

function propertySchema(input: InputClass, name: string, checks: ValidationMetadata[]): JsonSchema {
  const own: JsonSchema = {};
  const ofItems: JsonSchema = {};
  for (const check of checks) {
    if (check.type === 'conditionalValidation') continue;
    const isOfItems = check.each || (check.type === 'nestedValidation' && isList(checks));
    Object.assign(isOfItems ? ofItems : own, schemaOfCheck(input, name, check));
  }
  const schema = Object.keys(ofItems).length > 0 ? { ...own, items: ofItems } : own;
  const isNullable = checks.some((check) => holds(check, whereNotNull));
  return isNullable ? orNull(schema) : schema;
}

function schemaOfCheck(input: InputClass, name: string, check: ValidationMetadata): JsonSchema {
  if (check.type === 'nestedValidation') {
    const nested = transforms.findTypeMetadata(input, name)?.typeFunction();
    if (!nested) throw new Error(`${input.name}.${name}: nested objects need ObjectOf`);
    return { title: nested.name, ...inputSchema(nested) };
  }
  const schemaOf = check.name === undefined ? undefined : SCHEMA_OF_CHECK[check.name];
  if (!schemaOf) throw new Error(`${input.name}.${name}: the check ${check.name} has no schema`);
  return schemaOf(check.constraints ?? [], check.context as FaultContext | undefined);
}

function isList(checks: ValidationMetadata[]): boolean {
  return checks.some(({ name }) => name === 'isArray');
}

function holds(check: ValidationMetadata, condition: unknown): boolean {
  return check.type === 'conditionalValidation' && check.constraints?.[0] === condition;
}
