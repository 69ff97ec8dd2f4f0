import { applyDecorators } from '@nestjs/common';
import { buildMessage, ValidateBy } from 'class-validator';
import { BLANK } from '../domain/text/fold.js';
import { type FaultContext, Text } from './input.js';

/** Text of at most `max` UTF-16 units that says something: white space alone, or what is not seen, gives no reason. */
export function Words({ max }: { max: number }): PropertyDecorator {
  return applyDecorators(
    Text({ max }),
    ValidateBy(
      {
        name: 'saysSomething',
        validator: {
          validate: (value: unknown) => typeof value !== 'string' || !BLANK.test(value),
          defaultMessage: buildMessage(() => 'blank'),
        },
      },
      { context: { code: 'empty' } satisfies FaultContext },
    ),
  );
}
