import type { JsonSchema } from '../http/describe.js';
import { code, flag, instant, object, oneOf, orNull, page, text } from '../http/schemas.js';
import { PASSWORD_MAX } from './password-rules.js';
import { ROLES } from './roles.js';

const members = {
  username: text(64),
  displayName: text(200),
  role: oneOf(ROLES.filter((role) => role !== 'reader')),
  agencyCode: orNull(code),
  disabled: flag,
  demonstration: flag,
  initialPasswordUntil: orNull(instant),
  createdAt: instant,
  updatedAt: instant,
};
const initialPassword = text(PASSWORD_MAX);

export const ACCOUNT: JsonSchema = { title: 'Account', ...object(members) };

/** The password is there where the system made it. */
export const NEW_ACCOUNT: JsonSchema = {
  title: 'NewAccount',
  ...object({ ...members, initialPassword }, ['initialPassword']),
};

export const GIVEN_PASSWORD: JsonSchema = {
  title: 'GivenPassword',
  ...object({ initialPassword, initialPasswordUntil: instant }),
};

export const ACCOUNT_PAGE: JsonSchema = { title: 'AccountPage', ...page(ACCOUNT) };
