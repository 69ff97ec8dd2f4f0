import type { Fault } from '../../../http/problem.js';

/** The rule of accounts and keys that a form can tell at once, with whatever else is wrong. */
export function agencyNeeded(role: string | undefined, agencyCode: string | null | undefined): Fault[] {
  const isMissing = role === 'clerk' && (agencyCode === undefined || agencyCode === null);
  return isMissing ? [{ in: 'body', pointer: '/agencyCode', code: 'agency_needed' }] : [];
}
