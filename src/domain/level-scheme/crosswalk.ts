import type { ServiceFacts } from '../service-facts.js';
import { isWebAddress } from '../web-address.js';
import {
  isProperlyNotApplicable,
  type Condition,
  type FactCondition,
  type SchemeValue,
  type ValueScheme,
} from './scheme.js';

/** The value of a service in each other scheme, always from the facts and never renamed from its level. */
export function crosswalk(
  schemes: readonly ValueScheme[],
  facts: ServiceFacts,
): { [schemeId: string]: SchemeValue } {
  const values: { [schemeId: string]: SchemeValue } = {};
  for (const scheme of schemes) values[scheme.id] = valueIn(scheme, facts);
  return values;
}

function valueIn(scheme: ValueScheme, facts: ServiceFacts): SchemeValue {
  return scheme.values.findLast((v) => holds(v.when, facts))?.value ?? scheme.otherwise.value;
}

function holds(condition: Condition, facts: ServiceFacts): boolean {
  if ('fact' in condition) return factHolds(condition, facts);
  if ('all' in condition) return condition.all.every((part) => holds(part, facts));
  return condition.any.some((part) => holds(part, facts));
}

function factHolds(condition: FactCondition, facts: ServiceFacts): boolean {
  const fact = facts[condition.fact];
  const state = fact?.state ?? 'unknown';
  if (!condition.is.includes(state)) return false;
  if (state === 'not_applicable') return isProperlyNotApplicable(fact);
  if (state !== 'present' || condition.url !== true) return true;
  return fact?.urls !== undefined && fact.urls.length > 0 && fact.urls.every(isWebAddress);
}
