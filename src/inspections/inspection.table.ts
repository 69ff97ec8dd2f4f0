import { SEALED, table, unsealed } from '../database/table.js';

/** How an inspection is made. */
export const METHODS = ['online', 'tool', 'onsite'] as const;
export type Method = (typeof METHODS)[number];

/** What an inspector says of a criterion; what was not checked counts as not met. */
export const INSPECTED_OUTCOMES = ['met', 'not_met', 'not_applicable', 'not_checked'] as const;
export type InspectedOutcome = (typeof INSPECTED_OUTCOMES)[number];

export interface InspectionRow {
  /** `{serviceId}~i{no}` */
  id: string;
  serviceId: string;
  no: number;
  /** The declaration that is inspected. */
  declarationNo: number;
  method: Method;
  state: 'open' | 'closed';
  /** The verified level, 0 where not even level 1 is reached; null while open. */
  level: number | null;
  /** First day on which the verified level holds; null while open. */
  effectiveFrom: string | null;
  /** First day on which the material facts were no longer those that were verified. */
  staleFrom: string | null;
  /** The facts, the version of the procedure and the hash of both: as at opening, then as at closing. */
  factsNo: number;
  versionNo: number;
  factsSha: string;
  inspector: string;
  inspectorAgency: string | null;
  note: string | null;
  openedAt: string;
  closedAt: string | null;
  closedBy: string | null;
}

export interface InspectionOutcomeRow {
  inspectionId: string;
  criterion: string;
  outcome: InspectedOutcome;
  reason: string | null;
  note: string | null;
  /** JSON list of the numbers of the service's evidence, as text. */
  evidence: string;
}

export const FINDING_STATES = ['open', 'replied', 'appealed', 'closed'] as const;
export type FindingState = (typeof FINDING_STATES)[number];

export interface FindingRow {
  /** `{inspectionId}~f{no}` */
  id: string;
  inspectionId: string;
  serviceId: string;
  /** The agency that has to mend it. */
  agencyCode: string;
  criterion: string | null;
  text: string;
  dueDate: string;
  state: FindingState;
  createdAt: string;
  updatedAt: string;
}

export interface FindingEventRow {
  findingId: string;
  no: number;
  kind: 'reply' | 'appeal' | 'upheld' | 'rejected' | 'close';
  text: string | null;
  /** 1 where it came after the due date. */
  late: number;
  actor: string;
  actorAgency: string | null;
  at: string;
}

export const NOTIFICATION_KINDS = ['level_lowered', 'findings_made', 'appeal_decided'] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

export interface NotificationRow {
  /** `{agencyCode}~n{no}` */
  id: string;
  agencyCode: string;
  no: number;
  kind: NotificationKind;
  serviceId: string;
  /** What it is about: `inspection:ID` or `finding:ID`. */
  subject: string;
  at: string;
  readAt: string | null;
  readBy: string | null;
}

export const InspectionTable = table<InspectionRow>('inspection', SEALED, {
  id: 'text pk',
  serviceId: 'text',
  no: 'int',
  declarationNo: 'int',
  method: 'text',
  state: 'text',
  level: 'int?',
  effectiveFrom: 'text?',
  staleFrom: 'text?',
  factsNo: 'int',
  versionNo: 'int',
  factsSha: 'text',
  inspector: 'text',
  inspectorAgency: 'text?',
  note: 'text?',
  openedAt: 'text',
  closedAt: 'text?',
  closedBy: 'text?',
});

export const InspectionOutcomeTable = table<InspectionOutcomeRow>('inspection_outcome', SEALED, {
  inspectionId: 'text pk',
  criterion: 'text pk',
  outcome: 'text',
  reason: 'text?',
  note: 'text?',
  evidence: 'text',
});

export const FindingTable = table<FindingRow>('finding', SEALED, {
  id: 'text pk',
  inspectionId: 'text',
  serviceId: 'text',
  agencyCode: 'text',
  criterion: 'text?',
  text: 'text',
  dueDate: 'text',
  state: 'text',
  createdAt: 'text',
  updatedAt: 'text',
});

export const FindingEventTable = table<FindingEventRow>('finding_event', SEALED, {
  findingId: 'text pk',
  no: 'int pk',
  kind: 'text',
  text: 'text?',
  late: 'int',
  actor: 'text',
  actorAgency: 'text?',
  at: 'text',
});

export const NotificationTable = table<NotificationRow>(
  'notification',
  unsealed('made from inspections and findings; read marks come and go'),
  {
    id: 'text pk',
    agencyCode: 'text',
    no: 'int',
    kind: 'text',
    serviceId: 'text',
    subject: 'text',
    at: 'text',
    readAt: 'text?',
    readBy: 'text?',
  },
);
