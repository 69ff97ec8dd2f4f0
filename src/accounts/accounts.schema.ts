import type { JsonSchema } from '../http/describe.js';
import { code, flag, instant, object, oneOf, orNull, page, text } from '../http/schemas.js';
import { ROLES } from './roles.js';

export const ACCOUNT: JsonSchema = {
  title: 'Account',
  ...object({
    username: text(64),
    displayName: text(200),
    role: oneOf(ROLES.filter((role) => role !== 'reader')),
    agencyCode: orNull(code),
    disabled: flag,
    demonstration: flag,
    createdAt: instant,
    updatedAt: instant,
  }),
};

export const ACCOUNT_PAGE: JsonSchema = { title: 'AccountPage', ...page(ACCOUNT) };
