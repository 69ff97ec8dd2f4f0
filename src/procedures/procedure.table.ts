import { SEALED, table } from '../database/table.js';
import type { VersionState } from '../domain/version-moves.js';

export interface FieldRow {
  code: string;
  name: string;
  nameEn: string | null;
  nameSort: string;
  ministryCode: string | null;
  /** Agency that the seed's source suggests for the field, unverified. */
  suggestedAgency: string | null;
}

export interface ProcedureRow {
  code: string;
  fieldCode: string;
  /** Of the published version, or of the draft where nothing was published yet. */
  name: string;
  nameSort: string;
  nameFolded: string;
  hasForms: number;
  status: 'draft' | 'published' | 'repealed';
  publishedNo: number | null;
  draftNo: number | null;
  ownerAgency: string | null;
  demonstration: number;
  revision: number;
  updatedAt: string;
}

export interface ProcedureVersionRow {
  procedureCode: string;
  no: number;
  kind: 'new' | 'amended' | 'repealed';
  state: VersionState;
  /** JSON of ProcedureContent. */
  content: string;
  decisionNumber: string | null;
  decisionDate: string | null;
  signer: string | null;
  /** First day in force; null where no source says it. */
  effectiveFrom: string | null;
  /** Last day in force; null while in force. */
  effectiveTo: string | null;
  /** Why it was returned or repealed. */
  reason: string | null;
  editedBy: string | null;
  editedByAgency: string | null;
  recordedAt: string;
  publishedAt: string | null;
}

export const FieldTable = table<FieldRow>('field', SEALED, {
  code: 'text pk',
  name: 'text',
  nameEn: 'text?',
  nameSort: 'text',
  ministryCode: 'text?',
  suggestedAgency: 'text?',
});

export const ProcedureTable = table<ProcedureRow>('procedure', SEALED, {
  code: 'text pk',
  fieldCode: 'text',
  name: 'text',
  nameSort: 'text',
  nameFolded: 'text',
  hasForms: 'int',
  status: 'text',
  publishedNo: 'int?',
  draftNo: 'int?',
  ownerAgency: 'text?',
  demonstration: 'int',
  revision: 'int',
  updatedAt: 'text',
});

export const ProcedureVersionTable = table<ProcedureVersionRow>('procedure_version', SEALED, {
  procedureCode: 'text pk',
  no: 'int pk',
  kind: 'text',
  state: 'text',
  content: 'text',
  decisionNumber: 'text?',
  decisionDate: 'text?',
  signer: 'text?',
  effectiveFrom: 'text?',
  effectiveTo: 'text?',
  reason: 'text?',
  editedBy: 'text?',
  editedByAgency: 'text?',
  recordedAt: 'text',
  publishedAt: 'text?',
});
