import type { JsonSchema } from '../http/describe.js';
import { address, count, instant, object, oneOf, orNull, page, text } from '../http/schemas.js';
import { DELIVERY_KINDS, DELIVERY_STATES, WEBHOOK_STATES } from './webhook.table.js';

const members = {
  id: text(20),
  url: address,
  description: orNull(text(500)),
  state: oneOf(WEBHOOK_STATES),
  createdBy: text(80),
  createdAt: instant,
  updatedAt: instant,
};

export const WEBHOOK: JsonSchema = { title: 'Webhook', ...object(members) };

export const WEBHOOK_PAGE: JsonSchema = { title: 'WebhookPage', ...page(WEBHOOK) };

export const NEW_WEBHOOK: JsonSchema = { title: 'NewWebhook', ...object({ ...members, secret: text(200) }) };

export const DELIVERY: JsonSchema = {
  title: 'WebhookDelivery',
  ...object({
    no: count,
    messageId: text(100),
    kind: oneOf(DELIVERY_KINDS),
    afterSeq: count,
    lastSeq: count,
    state: oneOf(DELIVERY_STATES),
    attempts: count,
    httpStatus: orNull(count),
    problem: orNull(text(60)),
    createdAt: instant,
    attemptedAt: orNull(instant),
    nextAttemptAt: orNull(instant),
  }),
};

export const DELIVERY_PAGE: JsonSchema = { title: 'WebhookDeliveryPage', ...page(DELIVERY) };

export const REPLAY: JsonSchema = { title: 'WebhookReplay', ...object({ afterSeq: count, lastSeq: count }) };
