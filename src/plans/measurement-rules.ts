import type { Fault } from '../http/problem.js';

/** `text`: the report tells it in words; `all`: "all", without a count; `derived`: worked out from other figures. */
export const COMPARATORS = ['=', '>', '<', '>=', '<=', 'all', 'text', 'derived'] as const;
export type Comparator = (typeof COMPARATORS)[number];

const WITHOUT_VALUE: readonly Comparator[] = ['all', 'text'];

/** A figure has a value and words have none; what the report did not say is not made up. */
export function faultsOfMeasurement(comparator: Comparator, value: string | null | undefined): Fault[] {
  const isGiven = value !== undefined && value !== null;
  if (WITHOUT_VALUE.includes(comparator)) {
    return isGiven
      ? [{ in: 'body', pointer: '/value', code: 'value_not_expected', params: { comparator } }]
      : [];
  }
  return isGiven ? [] : [{ in: 'body', pointer: '/value', code: 'required' }];
}
