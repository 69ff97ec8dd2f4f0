import { table, unsealed } from '../database/table.js';

/**
 * What is known of an address. `changed`: its text is not the captured one; `moved`: it answers from another address than
 * when it was captured; `dead`: several checks in a row failed; `refused`: it leads inside a private network;
 * `not_checked`: an address of the demonstration.
 */
export const LINK_STATES = [
  'unchecked',
  'alive',
  'changed',
  'moved',
  'dead',
  'refused',
  'not_checked',
] as const;
export type LinkState = (typeof LINK_STATES)[number];

/** What one check found. `throttled`: the site asked for patience, which says nothing of the page. */
export const CHECK_OUTCOMES = ['alive', 'changed', 'moved', 'failed', 'refused', 'throttled'] as const;
export type CheckOutcome = (typeof CHECK_OUTCOMES)[number];

export interface LinkRow {
  /** The first half of the SHA-256 of the address, in hexadecimal. */
  id: string;
  url: string;
  /** With the port where it is not the usual one, in lower case. */
  host: string;
  state: LinkState;
  /** What failed last, or why it is not checked. */
  reason: string | null;
  /** Checks in a row that failed. */
  failures: number;
  firstFailedAt: string | null;
  httpStatus: number | null;
  finalUrl: string | null;
  /** The text that later checks are held against, where no evidence has captured the page: that of the first check. */
  baseAt: string | null;
  baseFinalUrl: string | null;
  baseSha256: string | null;
  baseTextSha256: string | null;
  /** Number of the last check. */
  checks: number;
  checkedAt: string | null;
  stateSince: string;
  /** When the schedule asks for it again; null: not. */
  dueAt: string | null;
  requestedAt: string | null;
  requestedBy: string | null;
}

/** That a service publishes an address: as one of its facts, or as evidence. */
export interface ServiceLinkRow {
  serviceId: string;
  linkId: string;
  /** Key of the fact, or `evidence`. */
  usedAs: string;
}

/** One check, which outlives the link. */
export interface LinkCheckRow {
  linkId: string;
  no: number;
  url: string;
  host: string;
  at: string;
  outcome: CheckOutcome;
  /** Of the link after the check. */
  state: LinkState;
  reason: string | null;
  httpStatus: number | null;
  finalUrl: string | null;
  failures: number;
  ms: number;
  /** Null where the schedule asked. */
  requestedBy: string | null;
}

export const LinkTable = table<LinkRow>('link', unsealed('what the checker last found; found anew'), {
  id: 'text pk',
  url: 'text',
  host: 'text',
  state: 'text',
  reason: 'text?',
  failures: 'int',
  firstFailedAt: 'text?',
  httpStatus: 'int?',
  finalUrl: 'text?',
  baseAt: 'text?',
  baseFinalUrl: 'text?',
  baseSha256: 'text?',
  baseTextSha256: 'text?',
  checks: 'int',
  checkedAt: 'text?',
  stateSince: 'text',
  dueAt: 'text?',
  requestedAt: 'text?',
  requestedBy: 'text?',
});

export const ServiceLinkTable = table<ServiceLinkRow>('service_link', unsealed('made from the facts'), {
  serviceId: 'text pk',
  linkId: 'text pk',
  usedAs: 'text pk',
});

export const LinkCheckTable = table<LinkCheckRow>('link_check', unsealed('cleared away after a time'), {
  linkId: 'text pk',
  no: 'int pk',
  url: 'text',
  host: 'text',
  at: 'text',
  outcome: 'text',
  state: 'text',
  reason: 'text?',
  httpStatus: 'int?',
  finalUrl: 'text?',
  failures: 'int',
  ms: 'int',
  requestedBy: 'text?',
});
