import type { ServiceFacts } from '../../src/domain/service-facts.js';
import { factsForLevel } from './service-facts.js';

/** What four writers declare: services of the sample that its clerk (STP) may declare, two of them writing to one. */
export const WRITTEN_SERVICES = ['STP~1.000688', 'STP~1.000627', 'STP~2.000635', 'STP~1.000688'] as const;

/**
 * The `n`th declaration of a writer: facts, level and note change each time, so that the list, the history, the feed and the
 * ledger change too, and the note tells later whether it was kept.
 */
export function declarationNo(n: number, note: string): object {
  const facts: ServiceFacts = factsForLevel(3);
  const publicPage = { ...facts.publicPage!, urls: [`https://example.gov.vn/thu-tuc/${note}`] };
  return { level: (n % 3) + 1, effectiveFrom: '2026-03-01', note, facts: { ...facts, publicPage } };
}
