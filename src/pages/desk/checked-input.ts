import { checkedInput, type InputClass } from '../../http/checked-input.js';

/**
 * What came by a form or an address, checked as the API checks it.
 * @throws Problem 400 with every fault
 */
export function checked<Input extends object>(
  of: InputClass<Input>,
  input: Record<string, unknown>,
  place: 'body' | 'query' = 'body',
): Promise<Input> {
  return checkedInput(input, place, of);
}

/** The question in an address; fields of a search form that were left empty ask nothing. */
export function asked(address: string): Record<string, string> {
  const question = new URLSearchParams(address.split('?')[1]);
  return Object.fromEntries([...question].filter(([, value]) => value.trim() !== ''));
}
