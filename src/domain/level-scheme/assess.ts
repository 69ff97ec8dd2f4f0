import type { Fact, ServiceFacts } from '../service-facts.js';
import { isWebAddress } from '../web-address.js';
import { isProperlyNotApplicable, type Criterion, type Level, type LevelScheme } from './scheme.js';

export const OUTCOMES = ['met', 'not_met', 'not_applicable', 'unknown'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Why an outcome is what it is; `evidence_missing` is the only one that goes with `met`. */
export type OutcomeReason =
  | 'unknown'
  | 'absent'
  | 'reason_missing'
  | 'not_applicable_not_allowed'
  | 'url_missing'
  | 'url_invalid'
  | 'receipt_missing'
  | 'forms_missing_files'
  | 'evidence_missing';

export interface CriterionResult {
  id: string;
  level: Level;
  outcome: Outcome;
  reason: OutcomeReason | null;
  /** Ids of the Evidence records behind the fact. */
  evidence: readonly string[];
}

export interface SupportedLevel {
  /** `null`: level 1 is not reached. */
  supportedLevel: Level | null;
  /** The criteria that fail at the lowest unmet level, in the scheme's order; empty at the top level only. */
  heldBackBy: string[];
}

export interface Assessment extends SupportedLevel {
  criteria: CriterionResult[];
}

interface Verdict {
  outcome: Outcome;
  reason: OutcomeReason | null;
}

const NO_EVIDENCE: readonly string[] = Object.freeze([]);
const MET: Verdict = { outcome: 'met', reason: null };
const MET_WITHOUT_EVIDENCE: Verdict = { outcome: 'met', reason: 'evidence_missing' };
const NOT_APPLICABLE: Verdict = { outcome: 'not_applicable', reason: null };
const UNKNOWN: Verdict = { outcome: 'unknown', reason: 'unknown' };
const WITHOUT_REASON: Verdict = { outcome: 'unknown', reason: 'reason_missing' };

/** What the facts of a service support. The wizard, the API, the import, the inspector's sheet and reports call this one. */
export function assess(scheme: LevelScheme, facts: ServiceFacts): Assessment {
  const criteria = scheme.criteria.map((criterion): CriterionResult => {
    const { outcome, reason } = judge(criterion, facts);
    const evidence = facts[criterion.fact]?.evidence ?? NO_EVIDENCE;
    return { id: criterion.id, level: criterion.level, outcome, reason, evidence };
  });
  const { supportedLevel, heldBackBy } = weigh(criteria);
  return { supportedLevel, criteria, heldBackBy };
}

/**
 * What an inspector's own outcomes support. A criterion without an outcome is unknown and fails; of several outcomes for
 * one criterion a failing one counts; `not_applicable` fails where the scheme does not allow it.
 * `notInScheme` lists ids that the scheme does not have: they count for nothing and the caller should refuse them.
 */
export function levelOfOutcomes(
  scheme: LevelScheme,
  outcomes: readonly { criterionId: string; outcome: Outcome }[],
): SupportedLevel & { notInScheme: string[] } {
  const outcomeOf = new Map<string, Outcome>();
  for (const { criterionId, outcome } of outcomes) {
    const earlier = outcomeOf.get(criterionId);
    if (earlier === undefined || !fails(earlier)) outcomeOf.set(criterionId, outcome);
  }
  const judged = scheme.criteria.map((criterion) => {
    const given = outcomeOf.get(criterion.id) ?? 'unknown';
    const refused = given === 'not_applicable' && !mayNotApply(scheme, criterion, outcomeOf);
    return { id: criterion.id, level: criterion.level, outcome: refused ? 'not_met' : given };
  });
  const known = new Set(scheme.criteria.map((c) => c.id));
  return { ...weigh(judged), notInScheme: [...outcomeOf.keys()].filter((id) => !known.has(id)) };
}

function mayNotApply(scheme: LevelScheme, criterion: Criterion, outcomeOf: Map<string, Outcome>): boolean {
  const { allowsNotApplicable, notApplicableWith } = criterion;
  if (!allowsNotApplicable || notApplicableWith === undefined) return allowsNotApplicable;
  const other = scheme.criteria.find((c) => c.fact === notApplicableWith);
  return other !== undefined && outcomeOf.get(other.id) === 'not_applicable';
}

/** The one place where outcomes become a level. */
function weigh(results: readonly { id: string; level: Level; outcome: Outcome }[]): SupportedLevel {
  let lowestUnmet = 4;
  for (const { level, outcome } of results) {
    if (level < lowestUnmet && fails(outcome)) lowestUnmet = level;
  }
  const heldBackBy: string[] = [];
  for (const { id, level, outcome } of results) {
    if (level === lowestUnmet && fails(outcome)) heldBackBy.push(id);
  }
  const reached = lowestUnmet - 1;
  return { supportedLevel: reached === 0 ? null : (reached as Level), heldBackBy };
}

function fails(outcome: Outcome): boolean {
  return outcome === 'not_met' || outcome === 'unknown';
}

function judge(criterion: Criterion, facts: ServiceFacts): Verdict {
  const { notApplicableWith } = criterion;
  if (notApplicableWith !== undefined && isProperlyNotApplicable(facts[notApplicableWith]))
    return NOT_APPLICABLE;
  const fact = facts[criterion.fact];
  if (fact === undefined) return UNKNOWN;
  switch (fact.state) {
    case 'unknown':
      return UNKNOWN;
    case 'absent':
      return notMet('absent');
    case 'not_applicable':
      if (!criterion.allowsNotApplicable || notApplicableWith !== undefined)
        return notMet('not_applicable_not_allowed');
      return isProperlyNotApplicable(fact) ? NOT_APPLICABLE : WITHOUT_REASON;
    case 'present':
      return judgePresent(criterion, fact, facts);
  }
}

function judgePresent(criterion: Criterion, fact: Fact, facts: ServiceFacts): Verdict {
  for (const requirement of criterion.requires) {
    if (requirement === 'receipt') {
      if (fact.receipt === undefined || fact.receipt.trim() === '') return notMet('receipt_missing');
      continue;
    }
    const urls = fact.urls;
    if (urls === undefined || urls.length === 0) return notMet('url_missing');
    if (!urls.every(isWebAddress)) return notMet('url_invalid');
    if (requirement === 'urlForEachForm' && differing(urls) < (facts.forms?.count ?? 1)) {
      return notMet('forms_missing_files');
    }
  }
  const hasEvidence = fact.evidence !== undefined && fact.evidence.length > 0;
  return criterion.expectsEvidence && !hasEvidence ? MET_WITHOUT_EVIDENCE : MET;
}

function differing(urls: string[]): number {
  return urls.length === 1 ? 1 : new Set(urls).size;
}

function notMet(reason: OutcomeReason): Verdict {
  return { outcome: 'not_met', reason };
}
