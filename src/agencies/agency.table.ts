import { SEALED, table } from '../database/table.js';
import type { AgencyLevel } from '../domain/agency-level.js';

export interface AgencyRow {
  code: string;
  name: string;
  nameEn: string | null;
  nameSort: string;
  level: AgencyLevel;
  parentCode: string | null;
  kind: string | null;
  codeKind: string | null;
  /** First day; null where no source says it. */
  validFrom: string | null;
  /** Last day; null while the agency goes on. */
  validTo: string | null;
  source: string | null;
  revision: number;
  updatedAt: string;
}

export interface AgencySuccessorRow {
  agencyCode: string;
  successorCode: string;
}

/** Where an agency is written to; never published. */
export interface AgencyContactRow {
  agencyCode: string;
  notifyEmail: string;
  updatedAt: string;
}

export const AgencyTable = table<AgencyRow>('agency', SEALED, {
  code: 'text pk',
  name: 'text',
  nameEn: 'text?',
  nameSort: 'text',
  level: 'text',
  parentCode: 'text?',
  kind: 'text?',
  codeKind: 'text?',
  validFrom: 'text?',
  validTo: 'text?',
  source: 'text?',
  revision: 'int',
  updatedAt: 'text',
});

export const AgencySuccessorTable = table<AgencySuccessorRow>('agency_successor', SEALED, {
  agencyCode: 'text pk',
  successorCode: 'text pk',
});

export const AgencyContactTable = table<AgencyContactRow>('agency_contact', SEALED, {
  agencyCode: 'text pk',
  notifyEmail: 'text',
  updatedAt: 'text',
});
