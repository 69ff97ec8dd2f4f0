import type { Queries } from '../database/reader.js';
import { effectiveFacts } from '../domain/facts-of-procedure.js';
import { assess, type CriterionResult } from '../domain/level-scheme/assess.js';
import { crosswalk } from '../domain/level-scheme/crosswalk.js';
import type { Level, LevelScheme, SchemeValue, Text, ValueScheme } from '../domain/level-scheme/scheme.js';
import type { ServiceFacts } from '../domain/service-facts.js';
import { levelSchemes } from '../schemes/level-schemes.query.js';
import { serviceOnDay } from './facts.query.js';
import { type StandingVerification, standingVerification } from './standing-verification.query.js';

/** A criterion with its outcome, in words for people. */
export interface JudgedCriterion extends CriterionResult {
  title: Text;
  fact: string;
  source: string;
  howToMend: Text;
  /** Why the agency says that it does not apply, in its own words; null elsewhere. */
  statedReason: string | null;
}

export interface ServiceAssessment {
  serviceId: string;
  /** The day whose version of the procedure was read. */
  day: string;
  factsRevision: number;
  scheme: { id: string; title: Text };
  supportedLevel: Level | null;
  /** The level above the supported one; null at the top. */
  nextLevel: Level | null;
  /** Criteria that keep the service from `nextLevel`. */
  heldBackBy: string[];
  criteria: JudgedCriterion[];
  /** The inspection in effect on that day, and what has changed since it. */
  verification: StandingVerification | null;
  /** What other schemes say of the same facts. */
  otherSchemes: { id: string; title: Text; value: SchemeValue; name: Text; lossy: Text }[];
}

/** @throws Problem 404 */
export async function assessmentOf(queries: Queries, id: string, day: string): Promise<ServiceAssessment> {
  const service = await serviceOnDay(queries, id, day);
  const { record, version } = service;
  const { own, others } = await levelSchemes(queries);
  const facts = effectiveFacts(version.facts, record.facts);
  const { supportedLevel, heldBackBy, criteria } = assess(own, facts);
  return {
    serviceId: id,
    day,
    factsRevision: record.factsNo,
    scheme: { id: own.id, title: own.title },
    supportedLevel,
    nextLevel: supportedLevel === 3 ? null : (((supportedLevel ?? 0) + 1) as Level),
    heldBackBy,
    criteria: inWords(own, criteria, facts),
    verification: await standingVerification(queries, service, own, day),
    otherSchemes: otherValues(others, facts),
  };
}

function inWords(
  scheme: LevelScheme,
  results: readonly CriterionResult[],
  facts: ServiceFacts,
): JudgedCriterion[] {
  return results.map((result, i) => {
    const { title, fact, source, howToMend, notApplicableWith } = scheme.criteria[i]!;
    const reason = facts[notApplicableWith ?? fact]?.reason ?? null;
    const statedReason = result.outcome === 'not_applicable' ? reason : null;
    return { ...result, title, fact, source, howToMend, statedReason };
  });
}

function otherValues(
  schemes: readonly ValueScheme[],
  facts: ServiceFacts,
): ServiceAssessment['otherSchemes'] {
  const values = crosswalk(schemes, facts);
  return schemes.map((scheme) => {
    const value = values[scheme.id] ?? null;
    const { name } = scheme.values.find((step) => step.value === value) ?? scheme.otherwise;
    return { id: scheme.id, title: scheme.title, value, name, lossy: scheme.lossy };
  });
}

/** What stands in the way of a level: every failing criterion up to it, not those of the lowest level alone. */
export function inTheWayOf(level: Level, assessment: ServiceAssessment): JudgedCriterion[] {
  return assessment.criteria.filter(
    (criterion) =>
      criterion.level <= level && (criterion.outcome === 'not_met' || criterion.outcome === 'unknown'),
  );
}
