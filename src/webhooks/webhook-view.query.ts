import type { Queries } from '../database/reader.js';
import type { DeliveryKind, DeliveryState, WebhookState } from './webhook.table.js';

/** A webhook as administrators see it: what they have set, and whether it lives. What was sent is in its deliveries. */
export interface WebhookView {
  id: string;
  url: string;
  description: string | null;
  state: WebhookState;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
}

export interface DeliveryView {
  no: number;
  messageId: string;
  kind: DeliveryKind;
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

const WEBHOOK_COLUMNS = `id, url, description, state, created_by AS "createdBy", created_at AS "createdAt",
  updated_at AS "updatedAt"`;

const DELIVERY_COLUMNS = `no, message_id AS "messageId", kind, after_seq AS "afterSeq", last_seq AS "lastSeq", state, attempts,
  http_status AS "httpStatus", problem, created_at AS "createdAt", attempted_at AS "attemptedAt",
  next_attempt_at AS "nextAttemptAt"`;

export function webhookView(queries: Queries, id: string): Promise<WebhookView | undefined> {
  return queries.get<WebhookView>(
    `SELECT ${WEBHOOK_COLUMNS} FROM webhook WHERE id = :id AND removed_at IS NULL`,
    { id },
  );
}

/** All webhooks, the oldest first. */
export function webhookViews(queries: Queries): Promise<WebhookView[]> {
  return queries.all<WebhookView>(
    `SELECT ${WEBHOOK_COLUMNS} FROM webhook WHERE removed_at IS NULL ORDER BY CAST(id AS integer)`,
  );
}

/** Deliveries with numbers below `before`, the latest first. */
export function deliveryViews(
  queries: Queries,
  webhookId: string,
  before: number,
  limit: number,
): Promise<DeliveryView[]> {
  return queries.all<DeliveryView>(
    `SELECT ${DELIVERY_COLUMNS} FROM webhook_delivery WHERE webhook_id = :webhookId AND no < :before
     ORDER BY no DESC LIMIT :limit`,
    { webhookId, before, limit },
  );
}

export async function countDeliveries(queries: Queries, webhookId: string): Promise<number> {
  const row = await queries.get<{ total: number }>(
    'SELECT COUNT(*) AS total FROM webhook_delivery WHERE webhook_id = :webhookId',
    { webhookId },
  );
  return row!.total;
}
