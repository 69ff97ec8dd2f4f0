import { InvalidArgumentError } from 'commander';
import { isCivilDate } from '../domain/dates/civil-date.js';
import { normalise } from '../domain/text/fold.js';
import { isInstant } from '../http/input.js';

/** Text of an argument, as it is stored, of at most `max` characters; a blank one says nothing. */
export const text =
  (max: number) =>
  (given: string): string => {
    const said = normalise(given);
    if (said === '') throw new InvalidArgumentError('It must not be blank.');
    if (said.length > max) throw new InvalidArgumentError(`Give at most ${max} characters.`);
    return said;
  };

export function day(given: string): string {
  if (isCivilDate(given)) return given;
  throw new InvalidArgumentError('Give a real day as YYYY-MM-DD.');
}

/** An instant as in RFC 3339, in UTC. */
export function instant(given: string): string {
  if (isInstant(given)) return new Date(given).toISOString();
  throw new InvalidArgumentError('Give an instant as in RFC 3339, such as 2030-01-31T17:00:00Z.');
}
