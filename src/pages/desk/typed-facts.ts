import type { FormValues } from '../../http/form-body.js';
import { FACT_KEYS, type FactKey, type ServiceFacts } from '../../domain/service-facts.js';

/** A fact as it stands in the form: whatever was typed, right or wrong. */
export interface TypedFact {
  state: string;
  reason: string;
  urls: string;
  receipt: string;
  count: string;
  evidence: string[];
}

export type TypedFacts = Record<FactKey, TypedFact>;

export function typedOf(facts: ServiceFacts): TypedFacts {
  return forEveryFact((key) => {
    const { state = 'unknown', reason, urls, receipt, evidence, count } = facts[key] ?? {};
    return {
      state,
      reason: reason ?? '',
      urls: (urls ?? []).join('\n'),
      receipt: receipt ?? '',
      count: count === undefined ? '' : String(count),
      evidence: evidence ?? [],
    };
  });
}

export function typedIn(form: FormValues): TypedFacts {
  return forEveryFact((key) => ({
    state: form.text(`${key}.state`) || 'unknown',
    reason: form.text(`${key}.reason`),
    urls: form.lines(`${key}.urls`).join('\n'),
    receipt: form.text(`${key}.receipt`),
    count: form.text(`${key}.count`),
    evidence: [...new Set(form.all(`${key}.evidence`).filter((id) => id !== ''))],
  }));
}

/** The whole set of facts, as it is saved. What says nothing is left out. */
export function statedIn(typed: TypedFacts): Record<string, unknown> {
  const facts: Record<string, unknown> = {};
  for (const key of FACT_KEYS) {
    const { state, reason, urls, receipt, count, evidence } = typed[key];
    const fact = {
      state,
      ...(reason === '' ? {} : { reason }),
      ...(urls === '' ? {} : { urls: urls.split('\n') }),
      ...(receipt === '' ? {} : { receipt }),
      ...(evidence.length === 0 ? {} : { evidence }),
      ...(count === '' ? {} : { count: /^\d{1,9}$/.test(count) ? Number(count) : count }),
    };
    if (state !== 'unknown' || Object.keys(fact).length > 1) facts[key] = fact;
  }
  return facts;
}

export function firstUrl({ urls }: TypedFact): string | undefined {
  return urls.split('\n')[0] || undefined;
}

function forEveryFact(factOf: (key: FactKey) => TypedFact): TypedFacts {
  return Object.fromEntries(FACT_KEYS.map((key) => [key, factOf(key)])) as TypedFacts;
}
