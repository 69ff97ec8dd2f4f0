import { applyDecorators } from '@nestjs/common';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  buildMessage,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  isObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
  ValidateIf,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';
import { isCivilDate } from '../domain/dates/civil-date.js';
import { isWebAddress } from '../domain/web-address.js';
import type { JsonSchema } from './describe.js';
import type { FaultCode, TextParams } from './problem.js';

/** What the pipe reads from a failed check: the code of the fault and the numbers in its text. */
export interface FaultContext {
  code: FaultCode;
  params?: TextParams;
  /** How many characters what a pattern lets through has at most, for the OpenAPI document. */
  longest?: number;
}

const fault = (code: FaultCode, params?: TextParams): ValidationOptions => ({ context: { code, params } });

/** Text of a pattern, of which `longest` says how many characters it lets through at most. */
export function OfPattern(pattern: RegExp, longest: number, code: FaultCode, params?: TextParams) {
  return Matches(pattern, { context: { code, params, longest } satisfies FaultContext });
}

// The OpenAPI document tells these two conditions from others by their identity.
export const whereGiven = (_: object, value: unknown): boolean => value !== undefined;
export const whereNotNull = (_: object, value: unknown): boolean => value !== null;

/** The field may be left out. `null` is let through only where the field is also `Nullable`. */
export function Optional(): PropertyDecorator {
  return ValidateIf(whereGiven);
}

/** The field may be `null`, which empties it. */
export function Nullable(): PropertyDecorator {
  return ValidateIf(whereNotNull);
}

/** Transformations for what comes as text only: a number in a JSON body is a number. */
const OF_TEXT = { groups: ['query', 'path'] };

/** Text of `min` to `max` UTF-16 units. */
export function Text({ min = 1, max }: { min?: number; max: number }): PropertyDecorator {
  return applyDecorators(
    IsString(fault('not_text')),
    MinLength(min, fault('empty')),
    MaxLength(max, fault('too_long', { max })),
  );
}

function IntegerWithin({ min, max }: { min: number; max: number }): PropertyDecorator {
  const outside = fault('integer_out_of_range', { min, max });
  return applyDecorators(IsInt(fault('not_integer', { min, max })), Min(min, outside), Max(max, outside));
}

/** Whole number within limits; as text of digits too, since that is how it comes in a query. */
export function WholeNumber({ min, max }: { min: number; max: number }): PropertyDecorator {
  return applyDecorators(
    Transform(
      ({ value }: { value: unknown }) =>
        typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value,
      OF_TEXT,
    ),
    IntegerWithin({ min, max }),
  );
}

/** A whole number within a JSON body; never a text. */
export function JsonInteger({ min, max }: { min: number; max: number }): PropertyDecorator {
  return IntegerWithin({ min, max });
}

/** A number, whole or not, within a JSON body; never a text. */
export function JsonNumber({ min, max }: { min: number; max: number }): PropertyDecorator {
  const context = fault('number_out_of_range', { min, max });
  return applyDecorators(IsNumber({}, context), Min(min, context), Max(max, context));
}

export function OneOf(allowed: readonly (string | number)[]): PropertyDecorator {
  return IsIn(allowed, fault('not_one_of', { allowed: allowed.join(', ') }));
}

/** Each item of a list is one of these; for a field that is also `ListOf`. */
export function EachOneOf(allowed: readonly string[]): PropertyDecorator {
  return IsIn(allowed, { ...fault('not_one_of', { allowed: allowed.join(', ') }), each: true });
}

/** `true` or `false`, as text too, since that is how it comes in a query. */
export function Flag(): PropertyDecorator {
  return applyDecorators(
    Transform(
      ({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value),
      OF_TEXT,
    ),
    IsBoolean(fault('not_boolean')),
  );
}

/** A real day `YYYY-MM-DD`. */
export function CivilDate(): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isCivilDate',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && isCivilDate(value),
        defaultMessage: buildMessage(() => 'not a day'),
      },
    },
    fault('not_a_date'),
  );
}

/** Years as in CivilDate; a leap second is no moment that JavaScript knows. */
export const INSTANT_PATTERN =
  /^(19|2\d)\d\d-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

export function isInstant(value: unknown): value is string {
  return typeof value === 'string' && INSTANT_PATTERN.test(value) && isCivilDate(value.slice(0, 10));
}

/** An instant as in RFC 3339; becomes UTC with milliseconds. */
export function Instant(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (isInstant(value) ? new Date(value).toISOString() : value)),
    ValidateBy(
      {
        name: 'isInstant',
        validator: { validate: isInstant, defaultMessage: buildMessage(() => 'not an instant') },
      },
      fault('not_an_instant'),
    ),
  );
}

/** An absolute http(s) address of at most 2,000 characters. */
export function WebAddress(): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isWebAddress',
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' && value.length <= 2000 && isWebAddress(value),
        defaultMessage: buildMessage(() => 'not an address'),
      },
    },
    fault('not_a_url'),
  );
}

/** A JSON object whose members the use case checks; `schema` says to readers of the API what it lets through. */
export function JsonObject(schema: JsonSchema): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isJsonObject',
      constraints: [schema],
      validator: { validate: isObject, defaultMessage: buildMessage(() => 'not an object') },
    },
    fault('not_an_object'),
  );
}

export function ListOf({ max }: { max: number }): PropertyDecorator {
  return applyDecorators(
    IsArray(fault('not_a_list', { max })),
    ArrayMaxSize(max, fault('not_a_list', { max })),
  );
}

/** A list of texts of 1 to `length` UTF-16 units each. */
export function Texts({ max, length }: { max: number; length: number }): PropertyDecorator {
  const each = (code: FaultCode, params?: TextParams) => ({ ...fault(code, params), each: true });
  return applyDecorators(
    ListOf({ max }),
    IsString(each('not_text')),
    MinLength(1, each('empty')),
    MaxLength(length, each('too_long', { max: length })),
  );
}

/** A list of some of the words. */
export function SomeOf(allowed: readonly string[]): PropertyDecorator {
  return applyDecorators(
    ListOf({ max: allowed.length }),
    IsIn(allowed, { ...fault('not_one_of', { allowed: allowed.join(', ') }), each: true }),
  );
}

/** An object of this class, or a list of them where the field is also `ListOf`. */
export function ObjectOf(of: () => new () => object): PropertyDecorator {
  return applyDecorators(Type(of), ValidateNested(fault('not_an_object')));
}
