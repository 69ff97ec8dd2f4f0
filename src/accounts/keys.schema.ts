import type { JsonSchema } from '../http/describe.js';
import { code, count, instant, list, object, oneOf, orNull, page, text } from '../http/schemas.js';
import { ACCESS_RULES } from './access-rules.js';
import { ROLES } from './roles.js';

const members = {
  id: text(20),
  name: text(200),
  role: oneOf(ROLES),
  agencyCode: orNull(code),
  scopes: orNull(list(oneOf(Object.keys(ACCESS_RULES)), Object.keys(ACCESS_RULES).length)),
  createdBy: text(80),
  createdAt: instant,
  expiresAt: orNull(instant),
  revokedAt: orNull(instant),
  lastUsedAt: orNull(instant),
  feed: orNull(object({ place: count, readAt: instant })),
};

export const KEY: JsonSchema = { title: 'Key', ...object(members) };

export const KEY_PAGE: JsonSchema = { title: 'KeyPage', ...page(KEY) };

export const NEW_KEY: JsonSchema = { title: 'NewKey', ...object({ ...members, key: text(200) }) };
