/** What a new version of a procedure says otherwise than the one before it, part by part. */
import { canonicalJson } from './canonical-json.js';
import type { ProcedureContent } from './procedure-content.js';

/** Parts that people compare; where a content was taken from is not one of them. */
export const COMPARED_PARTS = [
  'name',
  'nameEn',
  'fieldCode',
  'steps',
  'requirements',
  'channels',
  'components',
  'dossierSets',
  'subjects',
  'implementingAgency',
  'competentAuthority',
  'receivingAddress',
  'procedureType',
  'levels',
  'results',
  'legalBasis',
  'notApplicable',
] as const satisfies readonly (keyof ProcedureContent)[];

export type ComparedPart = (typeof COMPARED_PARTS)[number] | 'decision';

export interface ComparedVersion {
  content: ProcedureContent;
  decision: { number: string | null; date: string | null };
}

export interface ChangedPart {
  part: ComparedPart;
  before: unknown;
  after: unknown;
}

/** @returns the parts that differ, in the order of COMPARED_PARTS, the decision last */
export function changedParts(before: ComparedVersion, after: ComparedVersion): ChangedPart[] {
  const pairs: ChangedPart[] = [
    ...COMPARED_PARTS.map((part) => ({
      part,
      before: before.content[part] ?? null,
      after: after.content[part] ?? null,
    })),
    { part: 'decision', before: before.decision, after: after.decision },
  ];
  return pairs.filter((pair) => canonicalJson(pair.before) !== canonicalJson(pair.after));
}
