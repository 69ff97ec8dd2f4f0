import type { JsonSchema } from '../http/describe.js';
import { code, instant, object, oneOf, orNull, text } from '../http/schemas.js';
import { ROLES } from './roles.js';

const view = {
  expiresAt: orNull(instant),
  account: object({ username: text(80), role: oneOf(ROLES), agencyCode: orNull(code) }),
};

export const SESSION: JsonSchema = { title: 'Session', ...object(view) };

export const OPENED_SESSION: JsonSchema = {
  title: 'OpenedSession',
  ...object({ token: text(200), ...view }),
};
