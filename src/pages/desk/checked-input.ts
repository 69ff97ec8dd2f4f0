import { InputPipe } from '../../http/input.pipe.js';

const pipe = new InputPipe();

/**
 * What came by a form or an address, checked as the API checks it.
 * @throws Problem 400 with every fault
 */
export async function checked<Input extends object>(
  of: new () => Input,
  input: Record<string, unknown>,
  place: 'body' | 'query' = 'body',
): Promise<Input> {
  return (await pipe.transform(input, { type: place, metatype: of })) as Input;
}

/** The question in an address; fields of a search form that were left empty ask nothing. */
export function asked(address: string): Record<string, string> {
  const question = new URLSearchParams(address.split('?')[1]);
  return Object.fromEntries([...question].filter(([, value]) => value.trim() !== ''));
}
