import type { LevelScheme } from '../domain/level-scheme/scheme.js';
import type { Fault } from '../http/problem.js';
import type { InspectedOutcome } from './inspection.table.js';

/** What an inspector says of one criterion. */
export interface StatedOutcome {
  criterion: string;
  outcome: InspectedOutcome;
  reason?: string;
  note?: string;
  /** Numbers of the service's evidence, as text. */
  evidence?: string[];
}

/** All that is wrong with the outcomes, each with its place in the list. */
export function faultsOfOutcomes(
  scheme: LevelScheme,
  outcomes: readonly StatedOutcome[],
  evidence: ReadonlySet<string>,
): Fault[] {
  const faults: Fault[] = [];
  const refuse = (pointer: string, code: Fault['code'], params?: Fault['params']) =>
    faults.push({ in: 'body', pointer, code, ...(params && { params }) });
  const seen = new Set<string>();
  for (const [i, { criterion: id, outcome, reason, evidence: named = [] }] of outcomes.entries()) {
    const at = `/outcomes/${i}`;
    const criterion = scheme.criteria.find((candidate) => candidate.id === id);
    if (!criterion) refuse(`${at}/criterion`, 'unknown_reference', { what: 'criterion' });
    if (seen.has(id)) refuse(`${at}/criterion`, 'duplicate', { what: 'criterion', code: id });
    seen.add(id);
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
