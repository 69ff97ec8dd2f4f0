import type { CriterionResult } from '../../domain/level-scheme/assess.js';
import type { Criterion, Text } from '../../domain/level-scheme/scheme.js';
import { FACT_KEYS, type FactKey, type FactState } from '../../domain/service-facts.js';
import type { Evidence } from '../../public-services/evidence/evidence.query.js';
import type { PageFault } from './page-faults.js';
import type { ServiceOnDesk } from './service-desk.query.js';
import type { TypedFact, TypedFacts } from './typed-facts.js';

/** One fact of the form, with what the page has to know to ask for it. */
export interface FactField {
  key: FactKey;
  /** Null for facts that the levels do not need: the page has a title for them. */
  title: Text | null;
  howToMend: Text | null;
  states: FactState[];
  /** What the procedure says of it, where the service need not say it again. */
  byProcedure: FactState | null;
  result: CriterionResult | null;
  asks: { reason: boolean; urls: boolean; receipt: boolean; count: boolean };
  typed: TypedFact;
  /** Evidence that was taken for this fact, and what the fact names already. */
  evidence: Evidence[];
}

export interface FactGroup {
  level: 1 | 2 | 3 | null;
  fields: FactField[];
  /** Parts that the procedure states already and nobody has to answer. */
  settled: FactField[];
}

/** The questions in the order of the levels; what other schemes ask stands last. */
export function factGroups(
  service: ServiceOnDesk,
  typed: TypedFacts,
  faults: readonly PageFault[],
): FactGroup[] {
  const fields = FACT_KEYS.map((key) => fieldOf(service, typed, key));
  return ([1, 2, 3, null] as const).map((level) => {
    const asked = fields.filter(({ result }) => (result?.level ?? null) === level);
    const settled = asked.filter((field) => isSettled(field, faults));
    return { level, fields: asked.filter((field) => !settled.includes(field)), settled };
  });
}

function fieldOf(service: ServiceOnDesk, typed: TypedFacts, key: FactKey): FactField {
  const criterion = service.criteria.find(({ fact }) => fact === key);
  const result = service.assessment.criteria.find(({ id }) => id === criterion?.id) ?? null;
  const fact = typed[key];
  const asksReason = criterion ? takesNotApplicable(criterion) : true;
  return {
    key,
    title: criterion?.title ?? null,
    howToMend: criterion?.howToMend ?? null,
    states: statesOf(asksReason || fact.state === 'not_applicable'),
    byProcedure: service.procedureFacts[key]?.state ?? null,
    result,
    asks: {
      reason: asksReason || fact.reason !== '',
      urls: criterion?.requires.some((need) => need !== 'receipt') === true || fact.urls !== '',
      receipt: criterion?.requires.includes('receipt') === true || fact.receipt !== '',
      count: key === 'forms' || fact.count !== '',
    },
    typed: fact,
    evidence: service.evidence.filter((one) => one.fact === key || fact.evidence.includes(one.id)),
  };
}

function takesNotApplicable({ allowsNotApplicable, notApplicableWith }: Criterion): boolean {
  return allowsNotApplicable && notApplicableWith === undefined;
}

function statesOf(withNotApplicable: boolean): FactState[] {
  return withNotApplicable
    ? ['present', 'absent', 'not_applicable', 'unknown']
    : ['present', 'absent', 'unknown'];
}

function isSettled({ key, byProcedure, result, typed }: FactField, faults: readonly PageFault[]): boolean {
  const isMet = result?.outcome === 'met' || result?.outcome === 'not_applicable';
  const isUntouched = typed.state === 'unknown' && typed.urls === '' && typed.evidence.length === 0;
  return (
    byProcedure !== null && isMet && isUntouched && !faults.some(({ field }) => field.startsWith(`${key}-`))
  );
}

export interface Difference {
  key: FactKey;
  mine: TypedFact;
  theirs: TypedFact;
}

/** Where what was typed and what somebody else has saved are not the same. */
export function differences(mine: TypedFacts, theirs: TypedFacts): Difference[] {
  return FACT_KEYS.filter((key) => JSON.stringify(mine[key]) !== JSON.stringify(theirs[key])).map((key) => ({
    key,
    mine: mine[key],
    theirs: theirs[key],
  }));
}
