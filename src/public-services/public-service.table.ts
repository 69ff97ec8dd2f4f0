import { SEALED, table } from '../database/table.js';

export interface PublicServiceRow {
  /** `{agencyCode}~{procedureCode}` */
  id: string;
  agencyCode: string;
  procedureCode: string;
  /** First day offered; null where not known. */
  validFrom: string | null;
  /** Last day offered; null while offered. */
  validTo: string | null;
  closedReason: string | null;
  /** Number of the facts in force in `service_facts`; 0 before any were stated. */
  factsNo: number;
  demonstration: number;
  revision: number;
  createdAt: string;
  updatedAt: string;
}

/** Days on which a service that was closed and opened again was not offered. */
export interface ServicePauseRow {
  serviceId: string;
  no: number;
  /** First day not offered. */
  closedFrom: string;
  /** First day offered again. */
  reopenedOn: string;
  /** Why it had been closed. */
  reason: string | null;
  actor: string;
  actorAgency: string | null;
  recordedAt: string;
}

export interface ServiceFactsRow {
  serviceId: string;
  no: number;
  /** Canonical JSON of ServiceFacts. */
  facts: string;
  demonstration: number;
  actor: string;
  actorAgency: string | null;
  recordedAt: string;
}

export interface EvidenceRow {
  serviceId: string;
  no: number;
  /** Key of the fact that it supports. */
  fact: string | null;
  kind: 'url' | 'file';
  url: string | null;
  finalUrl: string | null;
  httpStatus: number | null;
  capturedAt: string | null;
  fileName: string | null;
  mediaType: string | null;
  /** Bytes. */
  size: number | null;
  sha256: string | null;
  /** Of the text that a page shows, without its markup; null for files, and for pages captured before it was kept. */
  textSha256: string | null;
  /** Code of what kept the URL from being captured. */
  problem: string | null;
  note: string | null;
  actor: string;
  actorAgency: string | null;
  recordedAt: string;
}

export interface DeclarationRow {
  serviceId: string;
  no: number;
  level: number;
  effectiveFrom: string;
  /** The facts that stood behind it. */
  factsNo: number;
  note: string | null;
  demonstration: number;
  actor: string;
  actorAgency: string | null;
  recordedAt: string;
}

export const PublicServiceTable = table<PublicServiceRow>('public_service', SEALED, {
  id: 'text pk',
  agencyCode: 'text',
  procedureCode: 'text',
  validFrom: 'text?',
  validTo: 'text?',
  closedReason: 'text?',
  factsNo: 'int',
  demonstration: 'int',
  revision: 'int',
  createdAt: 'text',
  updatedAt: 'text',
});

export const ServicePauseTable = table<ServicePauseRow>('service_pause', SEALED, {
  serviceId: 'text pk',
  no: 'int pk',
  closedFrom: 'text',
  reopenedOn: 'text',
  reason: 'text?',
  actor: 'text',
  actorAgency: 'text?',
  recordedAt: 'text',
});

export const ServiceFactsTable = table<ServiceFactsRow>('service_facts', SEALED, {
  serviceId: 'text pk',
  no: 'int pk',
  facts: 'text',
  demonstration: 'int',
  actor: 'text',
  actorAgency: 'text?',
  recordedAt: 'text',
});

export const EvidenceTable = table<EvidenceRow>('evidence', SEALED, {
  serviceId: 'text pk',
  no: 'int pk',
  fact: 'text?',
  kind: 'text',
  url: 'text?',
  finalUrl: 'text?',
  httpStatus: 'int?',
  capturedAt: 'text?',
  fileName: 'text?',
  mediaType: 'text?',
  size: 'big?',
  sha256: 'text?',
  textSha256: 'text?',
  problem: 'text?',
  note: 'text?',
  actor: 'text',
  actorAgency: 'text?',
  recordedAt: 'text',
});

export const DeclarationTable = table<DeclarationRow>('declaration', SEALED, {
  serviceId: 'text pk',
  no: 'int pk',
  level: 'int',
  effectiveFrom: 'text',
  factsNo: 'int',
  note: 'text?',
  demonstration: 'int',
  actor: 'text',
  actorAgency: 'text?',
  recordedAt: 'text',
});
