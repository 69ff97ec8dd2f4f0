import type { Queries } from '../database/reader.js';
import type { LevelScheme } from '../domain/level-scheme/scheme.js';
import type { FurtherRules } from '../http/further-rules.js';
import type { Known } from '../http/known-input.js';
import { stateOf } from '../http/pages.js';
import type { Fault } from '../http/problem.js';
import { evidenceIds } from '../public-services/facts.query.js';
import { dayFaults } from '../public-services/standing.query.js';
import { levelSchemes } from '../schemes/level-schemes.query.js';
import type { InspectedOutcome } from './inspection.table.js';
import type { CloseInspection, RecordOutcomes, RecordPath } from './inspections.dto.js';

/** What an inspector says of one criterion. */
export interface StatedOutcome {
  criterion: string;
  outcome: InspectedOutcome;
  reason?: string;
  note?: string;
  /** Numbers of the service's evidence, as text. */
  evidence?: string[];
}

/** All that is wrong with what is known of the outcomes, each with its place in the list. */
export function faultsOfOutcomes(
  scheme: LevelScheme,
  outcomes: Known<readonly StatedOutcome[]>,
  evidence: ReadonlySet<string>,
): Fault[] {
  const faults: Fault[] = [];
  const refuse = (pointer: string, code: Fault['code'], params?: Fault['params']) =>
    faults.push({ in: 'body', pointer, code, ...(params && { params }) });
  const seen = new Set<string>();
  for (const [i, { criterion: id, outcome, reason, evidence: named = [] } = {}] of outcomes.entries()) {
    const at = `/outcomes/${i}`;
    const criterion = scheme.criteria.find((candidate) => candidate.id === id);
    if (id !== undefined) {
      if (!criterion) refuse(`${at}/criterion`, 'unknown_reference', { what: 'criterion' });
      if (seen.has(id)) refuse(`${at}/criterion`, 'duplicate', { what: 'criterion', code: id });
      seen.add(id);
    }
    if (outcome === 'not_applicable') {
      if (criterion && !criterion.allowsNotApplicable) refuse(`${at}/outcome`, 'not_applicable_not_allowed');
      if (reason === undefined || reason.trim() === '') refuse(`${at}/reason`, 'reason_required');
    }
    for (const [j, no] of named.entries()) {
      if (!evidence.has(no)) refuse(`${at}/evidence/${j}`, 'unknown_reference', { what: 'evidence' });
    }
  }
  return faults;
}

/** All that is wrong with what is known of a closing. */
export function faultsOfClosing(
  { criteria }: LevelScheme,
  today: string,
  declaredFrom: string,
  { effectiveFrom, findings = [] }: Known<CloseInspection>,
): Fault[] {
  // What was found says nothing of days before the declaration that it is about, nor is anything known of days to come.
  const days = { min: declaredFrom, max: today };
  const faults = effectiveFrom === undefined ? [] : dayFaults('/effectiveFrom', effectiveFrom, days);
  for (const [i, { criterion, dueDate } = {}] of findings.entries()) {
    if (criterion !== undefined && !criteria.some(({ id }) => id === criterion)) {
      const pointer = `/findings/${i}/criterion`;
      faults.push({ in: 'body', pointer, code: 'unknown_reference', params: { what: 'criterion' } });
    }
    if (dueDate !== undefined && dueDate < today)
      faults.push({ in: 'body', pointer: `/findings/${i}/dueDate`, code: 'in_the_past' });
  }
  return faults;
}

/** What would be wrong with outcomes of which some members are refused. */
export const alsoOfOutcomes: FurtherRules<RecordOutcomes, RecordPath> = async (
  queries,
  { outcomes = [] },
  { path: { id } },
) => {
  const inspected = await inspectedDeclaration(queries, id);
  if (!inspected) return [];
  const { own } = await levelSchemes(queries);
  return faultsOfOutcomes(own, outcomes, await evidenceIds(queries, inspected.serviceId));
};

/** What would be wrong with a closing of which some members are refused. */
export const alsoOfClosing: FurtherRules<CloseInspection, RecordPath> = async (
  queries,
  known,
  { path: { id } },
) => {
  const inspected = await inspectedDeclaration(queries, id);
  if (!inspected) return [];
  const { own } = await levelSchemes(queries);
  return faultsOfClosing(own, (await stateOf(queries)).asOf, inspected.effectiveFrom, known);
};

/** What an inspection is about; undefined where there is none. */
export async function inspectedDeclaration(
  queries: Queries,
  id: string | undefined,
): Promise<{ serviceId: string; level: number; effectiveFrom: string } | undefined> {
  if (id === undefined) return undefined;
  return queries.get(
    `SELECT i.service_id AS "serviceId", d.level, d.effective_from AS "effectiveFrom" FROM inspection i
     JOIN declaration d ON d.service_id = i.service_id AND d.no = i.declaration_no WHERE i.id = :id`,
    { id },
  );
}
