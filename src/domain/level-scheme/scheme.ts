import type { Fact, FactKey, FactState } from '../service-facts.js';

/** Words for people, always in both languages. */
export interface Text {
  vi: string;
  en: string;
}

export interface SchemeSource {
  text: Text;
  /** True for a text made after the scheme itself, used only as the checklist under it. */
  later: boolean;
}

interface SchemeHead {
  id: string;
  title: Text;
  sources: SchemeSource[];
  /** First day on which the legal source was in force (ISO); `null`: not known to us. */
  validFrom: string | null;
  /** Last day on which it was in force; a scheme stays a usable yardstick after that day. */
  validTo: string | null;
  /** What the way from the facts to this scheme's values cannot say. */
  lossy: Text;
}

export const LEVELS = [1, 2, 3] as const;
export type Level = (typeof LEVELS)[number];

/**
 * What a `present` fact must carry to be met. `url`: one or more absolute http(s) addresses, all of them well formed;
 * `urlForEachForm`: as many different ones as `forms.count`; `receipt`: the number of a test receipt.
 */
export const REQUIREMENTS = ['url', 'urlForEachForm', 'receipt'] as const;
export type Requirement = (typeof REQUIREMENTS)[number];

/** One separately mendable thing behind a level. */
export interface Criterion {
  id: string;
  level: Level;
  title: Text;
  fact: FactKey;
  allowsNotApplicable: boolean;
  /** The criterion does not apply exactly where this other fact properly does not apply; nobody need say it twice. */
  notApplicableWith?: FactKey;
  requires: Requirement[];
  /**
   * True: without an Evidence record the criterion is still met, with the reason `evidence_missing`. An address is enough
   * for the agency's own declaration, because lists that agencies hand in hold addresses only and would all be below
   * level 1; an inspection asks for the evidence.
   */
  expectsEvidence: boolean;
  source: string;
  howToMend: Text;
}

/** Levels are cumulative: the highest level whose criteria, and all below, are met or properly not applicable. */
export interface LevelScheme extends SchemeHead {
  kind: 'levels';
  levels: { level: Level; name: Text }[];
  criteria: Criterion[];
}

/** `is`: the states that count; `url`: a `present` fact counts only with a well-formed address. */
export interface FactCondition {
  fact: FactKey;
  is: FactState[];
  url?: boolean;
}
export type Condition = FactCondition | { all: Condition[] } | { any: Condition[] };

export type SchemeValue = string | number | null;

/** Values from the lowest to the highest; a service has the highest one whose condition holds, else `otherwise`. */
export interface ValueScheme extends SchemeHead {
  kind: 'values';
  otherwise: { value: SchemeValue; name: Text };
  values: { value: SchemeValue; name: Text; when: Condition }[];
}

export type Scheme = LevelScheme | ValueScheme;

/** `not_applicable` counts only with a reason. */
export function isProperlyNotApplicable(fact: Fact | undefined): boolean {
  return fact?.state === 'not_applicable' && fact.reason !== undefined && fact.reason.trim() !== '';
}
