import { textIfAny, type TextOf } from './messages.js';

/** What the field of a form that asks by GET is called; undefined for a word that no form shows. */
export function fieldNameIn(textOf: TextOf): (name: string) => string | undefined {
  return (name) => textIfAny(textOf, `fields:${name}`);
}
