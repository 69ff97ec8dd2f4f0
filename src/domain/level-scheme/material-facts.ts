import { canonicalJson, sha256 } from '../canonical-json.js';
import { FACT_KEYS, type Fact, type FactKey, type ServiceFacts } from '../service-facts.js';
import type { LevelScheme } from './scheme.js';

/**
 * The facts that a verification under this scheme rests on: those its criteria read. A change in any of them makes the
 * verification stale; a change in a fact kept for another scheme does not.
 */
export function materialKeys(scheme: LevelScheme): FactKey[] {
  const read = new Set(scheme.criteria.flatMap((c) => [c.fact, c.notApplicableWith ?? c.fact]));
  return FACT_KEYS.filter((key) => read.has(key));
}

/**
 * The facts to hash: equal statements give equal JSON. A fact that says nothing is left out (a missing fact is unknown),
 * addresses are a set, and evidence is left out: a newer capture of the same page is no new statement.
 */
export function materialFacts(facts: ServiceFacts, keys: readonly FactKey[] = FACT_KEYS): ServiceFacts {
  const material: ServiceFacts = {};
  for (const key of keys) {
    const statement = statementOf(facts[key]);
    if (statement !== null) material[key] = statement;
  }
  return material;
}

/** What a verification under this scheme is bound to: SHA-256 of the canonical JSON of the material facts. */
export function materialHash(scheme: LevelScheme, facts: ServiceFacts): string {
  return sha256(canonicalJson(materialFacts(facts, materialKeys(scheme))));
}

/** The keys among `keys` whose statement differs, in the order of FACT_KEYS. */
export function changedKeys(
  a: ServiceFacts,
  b: ServiceFacts,
  keys: readonly FactKey[] = FACT_KEYS,
): FactKey[] {
  const among = new Set(keys);
  return FACT_KEYS.filter((key) => among.has(key) && !sameStatement(a[key], b[key]));
}

function sameStatement(a: Fact | undefined, b: Fact | undefined): boolean {
  // statementOf writes its keys in one order, so equal statements are equal text.
  return a === b || JSON.stringify(statementOf(a)) === JSON.stringify(statementOf(b));
}

function statementOf(fact: Fact | undefined): Fact | null {
  if (fact === undefined) return null;
  const statement: Fact = { state: fact.state };
  if (fact.reason) statement.reason = fact.reason;
  if (fact.urls && fact.urls.length > 0) statement.urls = [...new Set(fact.urls)].sort();
  if (fact.receipt) statement.receipt = fact.receipt;
  if (fact.count !== undefined) statement.count = fact.count;
  const saysNothing = fact.state === 'unknown' && Object.keys(statement).length === 1;
  return saysNothing ? null : statement;
}
