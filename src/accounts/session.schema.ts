import type { JsonSchema } from '../http/describe.js';
import { code, count, flag, instant, list, object, oneOf, orNull, text } from '../http/schemas.js';
import { ROLES } from './roles.js';

const account = object({ username: text(80), role: oneOf(ROLES), agencyCode: orNull(code) });

export const SESSION: JsonSchema = { title: 'Session', ...object({ expiresAt: orNull(instant), account }) };

export const OPENED_SESSION: JsonSchema = {
  title: 'OpenedSession',
  ...object({ token: text(200), expiresAt: instant, account }),
};

const OWN_SESSION: JsonSchema = {
  title: 'OwnSession',
  ...object({
    id: text(64),
    method: oneOf(['password', 'oidc']),
    secondFactor: orNull(oneOf(['totp', 'recovery_code', 'provider'])),
    device: orNull(text(100)),
    createdAt: instant,
    lastSeenAt: instant,
    expiresAt: instant,
    current: flag,
  }),
};

export const OWN_SESSIONS: JsonSchema = {
  title: 'OwnSessions',
  ...object({ items: list(OWN_SESSION, 200) }),
};

export const ENDED_SESSIONS: JsonSchema = { title: 'EndedSessions', ...object({ ended: count }) };

export const SECOND_FACTOR: JsonSchema = {
  title: 'SecondFactor',
  ...object({ enrolled: flag, since: orNull(instant), recoveryCodesLeft: count, required: flag }),
};

export const LINKED_IDENTITIES: JsonSchema = {
  title: 'LinkedIdentities',
  ...object({ items: list(object({ issuer: text(2000), subject: text(255), linkedAt: instant }), 100) }),
};

export const ENROLMENT: JsonSchema = {
  title: 'SecondFactorEnrolment',
  ...object({ secret: text(64), address: text(1000), svg: text(100_000) }),
};

const recoveryCodes = list(text(40), 10);

export const CHANGED_FACTOR: JsonSchema = {
  title: 'ConfirmedSecondFactor',
  ...object({ recoveryCodes, session: OPENED_SESSION }),
};

export const RECOVERY_CODES: JsonSchema = { title: 'RecoveryCodes', ...object({ recoveryCodes }) };
