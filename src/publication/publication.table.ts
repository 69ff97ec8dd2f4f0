import { SEALED, table, unsealed } from '../database/table.js';

/** See the comments in the first migration: stretches of days, and of knowledge. Levels are 0 where there is none. */
export interface ServiceStateRow {
  serviceId: string;
  validFrom: string;
  validTo: string;
  knownFrom: string;
  knownTo: string;
  agencyCode: string;
  procedureCode: string;
  fieldCode: string;
  versionNo: number;
  level: number;
  basis: string;
  declaredLevel: number;
  verifiedLevel: number;
  /** Number of the inspection in effect; 0 where there is none. */
  verificationNo: number;
  levelSince: string | null;
  hasForms: number;
  demonstration: number;
}

/** Levels are 0 here where there is none, so that they can be compared and sorted by an index. */
export interface PublishedServiceRow {
  serviceId: string;
  agencyCode: string;
  procedureCode: string;
  fieldCode: string;
  level: number;
  basis: string;
  declaredLevel: number;
  verifiedLevel: number;
  hasForms: number;
  demonstration: number;
  updatedAt: string;
  changeSeq: number;
}

/** Counts of the published list; see the comment in the first migration. */
export interface CoverageCellRow {
  fieldCode: string;
  agencyCode: string;
  level: number;
  basis: string;
  declaredLevel: number;
  verifiedLevel: number;
  hasForms: number;
  demonstration: number;
  n: number;
}

/** An agency and a state that services of it were in on some day. */
export interface PastCellRow extends Omit<CoverageCellRow, 'fieldCode' | 'n'> {
  id: number;
}

/** How many services were in the cell, from a day until that of the next row of the cell. */
export interface PastCountRow {
  cellId: number;
  fromDay: string;
  n: number;
}

export interface ChangeRow {
  seq: number;
  serviceId: string;
  op: 'upsert' | 'delete';
  at: string;
  version: number;
  /** Canonical JSON of the published service; null in a tombstone. */
  doc: string | null;
}

export interface PendingDayRow {
  day: string;
  serviceId: string;
}

export const ServiceStateTable = table<ServiceStateRow>('service_state', SEALED, {
  serviceId: 'text pk',
  validFrom: 'text pk',
  validTo: 'text',
  knownFrom: 'text pk',
  knownTo: 'text',
  agencyCode: 'text',
  procedureCode: 'text',
  fieldCode: 'text',
  versionNo: 'int',
  level: 'int',
  basis: 'text',
  declaredLevel: 'int',
  verifiedLevel: 'int',
  verificationNo: 'int',
  levelSince: 'text?',
  hasForms: 'int',
  demonstration: 'int',
});

export const PublishedServiceTable = table<PublishedServiceRow>(
  'published_service',
  unsealed('made from the history and the feed: `ledger verify` compares'),
  {
    serviceId: 'text pk',
    agencyCode: 'text',
    procedureCode: 'text',
    fieldCode: 'text',
    level: 'int',
    basis: 'text',
    declaredLevel: 'int',
    verifiedLevel: 'int',
    hasForms: 'int',
    demonstration: 'int',
    updatedAt: 'text',
    changeSeq: 'big',
  },
);

export const CoverageCellTable = table<CoverageCellRow>(
  'coverage_cell',
  unsealed('made from the list: `ledger verify` compares'),
  {
    fieldCode: 'text pk',
    agencyCode: 'text pk',
    level: 'int pk',
    basis: 'text pk',
    declaredLevel: 'int pk',
    verifiedLevel: 'int pk',
    hasForms: 'int pk',
    demonstration: 'int pk',
    n: 'int',
  },
);

export const PastCellTable = table<PastCellRow>(
  'past_cell',
  unsealed('made from the history: `ledger verify` compares'),
  {
    id: 'int pk',
    agencyCode: 'text',
    level: 'int',
    basis: 'text',
    declaredLevel: 'int',
    verifiedLevel: 'int',
    hasForms: 'int',
    demonstration: 'int',
  },
);

export const PastCountTable = table<PastCountRow>(
  'past_count',
  unsealed('made from the history: `ledger verify` compares'),
  { cellId: 'int pk', fromDay: 'text pk', n: 'int' },
);

export const ChangeTable = table<ChangeRow>('change', SEALED, {
  seq: 'big pk',
  serviceId: 'text',
  op: 'text',
  at: 'text',
  version: 'int',
  doc: 'text?',
});

export const PendingDayTable = table<PendingDayRow>('pending_day', unsealed('made from the history'), {
  day: 'text pk',
  serviceId: 'text pk',
});
