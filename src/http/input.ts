import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  buildMessage,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
  type ValidationOptions,
} from 'class-validator';
import { isCivilDate } from '../domain/dates/civil-date.js';
import { isWebAddress } from '../domain/web-address.js';
import type { FaultCode, TextParams } from './problem.js';

/** What the pipe reads from a failed check: the code of the fault and the numbers in its text. */
export interface FaultContext {
  code: FaultCode;
  params?: TextParams;
}

const fault = (code: FaultCode, params?: TextParams): ValidationOptions => ({ context: { code, params } });

/** The field may be left out. `null` counts as left out only where the field is `Nullable`. */
export function Optional(): PropertyDecorator {
  return IsOptional();
}

/** Text of `min` to `max` UTF-16 units. */
export function Text({ min = 1, max }: { min?: number; max: number }): PropertyDecorator {
  return applyDecorators(
    IsString(fault('not_text')),
    MinLength(min, fault('empty')),
    MaxLength(max, fault('too_long', { max })),
  );
}

/** Whole number within limits; as text of digits too, since that is how it comes in a query. */
export function WholeNumber({ min, max }: { min: number; max: number }): PropertyDecorator {
  const context = fault('not_integer', { min, max });
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value,
    ),
    IsInt(context),
    Min(min, context),
    Max(max, context),
  );
}

/** A number within a JSON body; never a text. */
export function JsonInteger({ min, max }: { min: number; max: number }): PropertyDecorator {
  const context = fault('not_integer', { min, max });
  return applyDecorators(IsInt(context), Min(min, context), Max(max, context));
}

export function OneOf(allowed: readonly (string | number)[]): PropertyDecorator {
  return IsIn(allowed, fault('not_one_of', { allowed: allowed.join(', ') }));
}

/** `true` or `false`, as text too, since that is how it comes in a query. */
export function Flag(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      value === 'true' ? true : value === 'false' ? false : value,
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

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** An instant as in RFC 3339; becomes UTC with milliseconds. */
export function Instant(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' &&
      INSTANT.test(value) &&
      isCivilDate(value.slice(0, 10)) &&
      !Number.isNaN(Date.parse(value))
        ? new Date(value).toISOString()
        : value,
    ),
    Matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, fault('not_an_instant')),
  );
}

/** Longest code of an agency, procedure or field. */
export const CODE_MAX = 64;
export const CODE_PATTERN = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/;

/** Code of an agency, procedure or field: text, never a number. */
export function Code(): PropertyDecorator {
  return Matches(CODE_PATTERN, fault('not_a_code', { max: CODE_MAX }));
}

/** `{agencyCode}~{procedureCode}` */
export function ServiceId(): PropertyDecorator {
  return Matches(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}~[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    fault('not_a_service_id'),
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

export function ListOf({ max }: { max: number }): PropertyDecorator {
  return applyDecorators(
    IsArray(fault('not_a_list', { max })),
    ArrayMaxSize(max, fault('not_a_list', { max })),
  );
}
