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
function OfPattern(pattern: RegExp, longest: number, code: FaultCode, params?: TextParams) {
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

/** Longest code of an agency, procedure or field. */
export const CODE_MAX = 64;
export const CODE_PATTERN = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/;

/** Code of an agency, procedure or field: text, never a number. */
export function Code(): PropertyDecorator {
  return OfPattern(CODE_PATTERN, CODE_MAX, 'not_a_code', { max: CODE_MAX });
}

/** A decimal number as text: up to 15 digits before the point and 6 after it. */
export function DecimalText(): PropertyDecorator {
  return OfPattern(/^-?\d{1,15}(\.\d{1,6})?$/, 23, 'not_a_decimal');
}

/** A year, a quarter, a month or a span of years: `2012`, `2012-Q4`, `2012-11`, `2010-2011`. */
export function Period(): PropertyDecorator {
  return OfPattern(/^(19|20)\d\d(-(Q[1-4]|0[1-9]|1[0-2]|(19|20)\d\d))?$/, 9, 'not_a_period');
}

/** A year, a quarter or a month: `2012`, `2012-Q4`, `2012-11`. */
export function VolumePeriod(): PropertyDecorator {
  return OfPattern(/^(19|20)\d\d(-(Q[1-4]|0[1-9]|1[0-2]))?$/, 7, 'not_a_volume_period');
}

/** SHA-256 in lower-case hexadecimal. */
export function Sha256(): PropertyDecorator {
  return OfPattern(/^[0-9a-f]{64}$/, 64, 'not_a_hash');
}

/** Longest identifier of a service: two codes and what stands between them. */
export const SERVICE_ID_MAX = 2 * CODE_MAX + 1;
export const SERVICE_ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}~[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** `{agencyCode}~{procedureCode}` */
export function ServiceId(): PropertyDecorator {
  return OfPattern(SERVICE_ID_PATTERN, SERVICE_ID_MAX, 'not_a_service_id');
}

/** The seed of a draw: one line, so that what is hashed cannot be read in two ways. */
export function SeedText(): PropertyDecorator {
  return OfPattern(/^\P{Cc}{1,200}$/u, 200, 'not_a_seed');
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

/** Longest address of mail (RFC 5321, 4.5.3.1). */
export const EMAIL_MAX = 254;
/** As browsers check it (HTML, `type=email`), with a dot in the domain; no line can break in it. */
const DOMAIN_LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
export const EMAIL_PATTERN = new RegExp(
  `^(?=.{3,${EMAIL_MAX}}$)[A-Za-z0-9.!#$%&'*+/=?^_\`{|}~-]{1,64}@${DOMAIN_LABEL}(?:\\.${DOMAIN_LABEL})+$`,
);

/** An address of mail. */
export function EmailAddress(): PropertyDecorator {
  return OfPattern(EMAIL_PATTERN, EMAIL_MAX, 'not_an_email', { max: EMAIL_MAX });
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
