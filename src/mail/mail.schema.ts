import type { JsonSchema } from '../http/describe.js';
import { code, count, foreignText, instant, object, oneOf, orNull, page, text } from '../http/schemas.js';
import { MAIL_STATES } from './mail.table.js';

export const MAIL: JsonSchema = {
  title: 'Mail',
  ...object({
    id: text(100),
    agencyCode: code,
    recipient: text(254),
    subject: text(400),
    state: oneOf(MAIL_STATES),
    attempts: count,
    problem: orNull(foreignText(300)),
    createdAt: instant,
    attemptedAt: orNull(instant),
    nextAttemptAt: orNull(instant),
  }),
};

export const MAIL_PAGE: JsonSchema = { title: 'MailPage', ...page(MAIL) };
