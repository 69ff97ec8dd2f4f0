import { textIfAny, type TextOf } from './messages.js';

/**
 * The unit of an indicator in the language of the page; undefined for one that no message file knows: planners write what they count.
 * @param value a decimal number as text; left out where the unit stands by itself
 */
export type UnitIn = (unit: string, value?: string) => string | undefined;

export function unitIn(textOf: TextOf): UnitIn {
  // The library takes a key with spaces for a sentence.
  return (unit, value) =>
    textIfAny(textOf, `units:${unit.replaceAll(' ', '_')}`, {
      count: value === undefined ? MANY : Number(value),
    });
}

const MANY = 2;
