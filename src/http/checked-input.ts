import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validate, type ValidationError } from 'class-validator';
import type { FaultContext } from './input.js';
import { badRequest, type Fault } from './problem.js';

/** A class with the rules of one place of a request. */
export type InputClass<Input extends object = object> = new () => Input;

const PRIMITIVES: unknown[] = [String, Number, Boolean, Object, Array, undefined];

/**
 * For every input class-validator looks through the rules of all classes for those that its class inherits, which costs as much as
 * the checks themselves. Classes do not change: theirs are looked for once.
 */
function keepRules(): void {
  const storage = getMetadataStorage();
  const look = storage.getTargetValidationMetadatas.bind(storage);
  const kept = new WeakMap<object, ReturnType<typeof look>>();
  storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
    if (always || strictGroups || groups !== undefined)
      return look(target, schema, always, strictGroups, groups);
    let rules = kept.get(target);
    if (!rules) kept.set(target, (rules = look(target, schema, always, strictGroups)));
    return rules;
  };
}
keepRules();

/** Whether a parameter's type is a class with rules. */
export function isInputClass(type: unknown): type is InputClass {
  return !PRIMITIVES.includes(type);
}

/**
 * No input is called what every object has: class-transformer leaves `constructor` out silently, and class-validator takes
 * `toString` for a member that it knows.
 */
const isOfEveryObject = (name: string): boolean => name === 'prototype' || name in Object.prototype;

function unsafePointers(value: unknown, at = ''): string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const pointer = `${at}/${name}`;
    return isOfEveryObject(name) ? [pointer] : unsafePointers(member, pointer);
  });
}

export interface FaultyInput<Input extends object = object> {
  input: Input;
  faults: Fault[];
}

/** What was sent at one place, as its class has it, and everything that is wrong with it; nothing unknown is let through. */
export async function inputWithFaults<Input extends object>(
  value: unknown,
  place: Fault['in'],
  kind: InputClass<Input>,
): Promise<FaultyInput<Input>> {
  // Nothing sent is an object without members: what is required is then told by name.
  const isObject =
    value === undefined || (value !== null && typeof value === 'object' && !Array.isArray(value));
  const sent = isObject ? ((value ?? {}) as object) : {};
  const input = plainToInstance(kind, sent, { exposeUnsetFields: false, groups: [place] });
  if (!isObject) return { input, faults: [{ in: place, pointer: '', code: 'not_an_object' }] };
  const errors = await validate(input, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: false,
  });
  const faults = [
    ...unsafePointers(sent).map((pointer) => unknownFault(place, pointer)),
    ...errors.flatMap((error) => faultsOf(error, place, '')),
  ];
  return { input, faults };
}

/** @throws Problem 400 with every fault */
export async function checkedInput<Input extends object>(
  value: unknown,
  place: Fault['in'],
  kind: InputClass<Input>,
): Promise<Input> {
  const { input, faults } = await inputWithFaults(value, place, kind);
  if (faults.length > 0) throw badRequest(faults);
  return input;
}

function unknownFault(place: Fault['in'], pointer: string): Fault {
  return { in: place, pointer, code: place === 'query' ? 'unknown_parameter' : 'unknown_field' };
}

function faultsOf(error: ValidationError, place: Fault['in'], path: string): Fault[] {
  const pointer = `${path}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const children = (error.children ?? []).flatMap((child) => faultsOf(child, place, pointer));
  const constraints = Object.keys(error.constraints ?? {});
  if (constraints.length === 0) return children;
  if (constraints.includes('whitelistValidation')) {
    return [unknownFault(place, pointer)];
  }
  if (error.value === undefined) return [{ in: place, pointer, code: 'required' }];
  const contexts = constraints
    .map((name) => error.contexts?.[name] as FaultContext | undefined)
    .filter((context) => context !== undefined);
  const first = contexts[0] ?? { code: 'bad_request' as const };
  return [
    { in: place, pointer, code: first.code, ...(first.params ? { params: first.params } : {}) },
    ...children,
  ];
}
