import { sealedBut, table, unsealed } from '../database/table.js';

/** `dead`: the last attempt of a delivery failed, or the target answered 410; nothing is sent until it is made active again. */
export const WEBHOOK_STATES = ['active', 'paused', 'dead'] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];

export const DELIVERY_STATES = ['pending', 'delivered', 'failed', 'cancelled'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export const DELIVERY_KINDS = ['changes', 'test'] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];

export interface WebhookRow {
  id: string;
  url: string;
  description: string | null;
  /** Encrypted; empty once the webhook is removed. */
  secret: string;
  state: WebhookState;
  /** Number of the last change of the feed that was delivered, or before which delivery begins. */
  deliveredSeq: number;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
  removedAt: string | null;
}

/** One message, with what came of its attempts. */
export interface WebhookDeliveryRow {
  webhookId: string;
  no: number;
  /** `webhook-id` of every attempt. */
  messageId: string;
  kind: DeliveryKind;
  /** The message has the changes after `afterSeq` up to `lastSeq`. */
  afterSeq: number;
  lastSeq: number;
  state: DeliveryState;
  attempts: number;
  httpStatus: number | null;
  problem: string | null;
  createdAt: string;
  attemptedAt: string | null;
  nextAttemptAt: string | null;
}

export const WebhookTable = table<WebhookRow>('webhook', sealedBut<WebhookRow>('deliveredSeq'), {
  id: 'text pk',
  url: 'text',
  description: 'text?',
  secret: 'text',
  state: 'text',
  deliveredSeq: 'big',
  createdBy: 'text',
  createdAt: 'text',
  updatedAt: 'text',
  removedAt: 'text?',
});

export const WebhookDeliveryTable = table<WebhookDeliveryRow>(
  'webhook_delivery',
  unsealed('the post on its way'),
  {
    webhookId: 'text pk',
    no: 'int pk',
    messageId: 'text',
    kind: 'text',
    afterSeq: 'big',
    lastSeq: 'big',
    state: 'text',
    attempts: 'int',
    httpStatus: 'int?',
    problem: 'text?',
    createdAt: 'text',
    attemptedAt: 'text?',
    nextAttemptAt: 'text?',
  },
);
