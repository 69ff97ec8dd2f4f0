import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import type { FaultContext } from './input.js';
import { badRequest, type Fault } from './problem.js';

const PLACES: Record<string, Fault['in']> = { body: 'body', query: 'query', param: 'path' };
const PRIMITIVES: unknown[] = [String, Number, Boolean, Object, Array, undefined];

/** Names that class-transformer leaves out silently. */
const PROTOTYPES = ['__proto__', 'constructor', 'prototype'];

/** Checks every input of every route against its class; all faults at once, nothing unknown is let through. */
@Injectable()
export class InputPipe implements PipeTransform {
  async transform(value: unknown, { type, metatype }: ArgumentMetadata): Promise<unknown> {
    const place = PLACES[type];
    if (!place || !metatype || PRIMITIVES.includes(metatype)) return value;
    // Nothing sent is an object without members: what is required is then told by name.
    if (value !== undefined && (value === null || typeof value !== 'object' || Array.isArray(value))) {
      if (place === 'body') throw badRequest([{ in: 'body', pointer: '', code: 'not_an_object' }]);
    }
    const unsafe = Object.keys(value ?? {}).filter((name) => PROTOTYPES.includes(name));
    const input = plainToInstance(metatype, value ?? {}, {
      exposeUnsetFields: false,
      groups: [place],
    }) as object;
    const errors = await validate(input, {
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: false,
    });
    const faults = [
      ...unsafe.map((name) => unknownFault(place, `/${name}`)),
      ...errors.flatMap((error) => faultsOf(error, place, '')),
    ];
    if (faults.length > 0) throw badRequest(faults);
    return input;
  }
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
