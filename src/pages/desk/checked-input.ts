import { checkedInput, inputWithFaults, type InputClass } from '../../http/checked-input.js';
import { badRequest, type Fault } from '../../http/problem.js';

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

/**
 * The same together with what the feature's own rules find, so that a person is told everything at once: one fault a place,
 * and of a place the first.
 * @param further what the rules find in the input, whose members may still be missing or ill-formed
 * @throws Problem 400 with every fault
 */
export async function checkedWith<Input extends object>(
  of: InputClass<Input>,
  input: Record<string, unknown>,
  further: (input: Partial<Input>) => readonly Fault[],
): Promise<Input> {
  const { input: read, faults } = await inputWithFaults(input, 'body', of);
  const told = new Set(faults.map(({ pointer }) => pointer));
  const all = [...faults, ...further(read).filter(({ pointer }) => !told.has(pointer))];
  if (all.length > 0) throw badRequest(all);
  return read;
}
