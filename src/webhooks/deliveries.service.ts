import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../database/database.module.js';
import type { Queries } from '../database/reader.js';
import type { Unit } from '../database/unit.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { feedCursor } from '../publication/feed-cursor.js';
import { feedPage } from '../publication/feed.query.js';
import { nextAttempt } from '../outbound/retry-schedule.js';
import { SecretBox } from '../http/secret-box.js';
import type { Message, Outcome } from './webhook-post.js';
import { webhookView } from './webhook-view.query.js';
import { type DeliveryKind, WebhookDeliveryTable, type WebhookDeliveryRow } from './webhook.table.js';

const CHANGES_A_MESSAGE = 100;
const DELIVERIES_KEPT = 1000;
const GONE = 410;
const INTENT = { actor: { name: 'system', agencyCode: null }, action: 'webhook.deliver' };

type NewDelivery = Pick<WebhookDeliveryRow, 'webhookId' | 'kind' | 'afterSeq' | 'lastSeq'>;
type Delivery = NewDelivery & Pick<WebhookDeliveryRow, 'no' | 'messageId' | 'createdAt'>;

/**
 * Messages to webhooks, from their making to what became of them. They are no entries of the ledger; that a webhook died is.
 * A message is kept before it is sent, so that a second attempt has its id also where this process ended during the first.
 */
@Injectable()
export class Deliveries {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly secrets: SecretBox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The message that is to be sent to the webhook now: one that is due again, or one with changes not delivered yet. */
  claim(webhookId: string): Promise<Message | undefined> {
    return this.unitOfWork.run(INTENT, async (unit) => {
      const webhook = await unit.get<{ url: string; secret: string; state: string; delivered_seq: number }>(
        'SELECT url, secret, state, delivered_seq FROM webhook WHERE id = :webhookId AND removed_at IS NULL',
        { webhookId },
      );
      if (!webhook) return undefined;
      const delivery =
        (await dueDelivery(unit, webhookId, this.now())) ??
        (webhook.state === 'active'
          ? await this.withNextChanges(unit, webhookId, webhook.delivered_seq)
          : undefined);
      if (!delivery) return undefined;
      return {
        webhookId,
        no: delivery.no,
        messageId: delivery.messageId,
        url: webhook.url,
        secret: this.secrets.open(webhook.secret, `webhook:${webhookId}`),
        body: await bodyOf(unit, delivery),
      };
    });
  }

  /** Makes a message that is to be sent as soon as possible. */
  async add(unit: Unit, delivery: NewDelivery): Promise<Delivery> {
    const { webhookId } = delivery;
    const last = await unit.get<{ no: number | null }>(
      'SELECT MAX(no) AS no FROM webhook_delivery WHERE webhook_id = :webhookId',
      { webhookId },
    );
    const no = (last?.no ?? 0) + 1;
    await unit.run(
      `DELETE FROM webhook_delivery WHERE webhook_id = :webhookId AND no <= :oldest AND state <> 'pending'`,
      { webhookId, oldest: no - DELIVERIES_KEPT },
    );
    const row = { ...delivery, no, messageId: `msg_${randomUUID()}`, createdAt: unit.at };
    await unit.insertMany(WebhookDeliveryTable, [
      {
        ...row,
        state: 'pending',
        attempts: 0,
        httpStatus: null,
        problem: null,
        attemptedAt: null,
        nextAttemptAt: this.now(),
      },
    ]);
    return row;
  }

  /** Keeps what came of an attempt. Nothing where the message was cancelled meanwhile. */
  async settle({ webhookId, no }: Message, outcome: Outcome): Promise<void> {
    await this.unitOfWork.run(INTENT, async (unit) => {
      const delivery = await unit.get<{ kind: DeliveryKind; attempts: number; last_seq: number }>(
        `SELECT kind, attempts, last_seq FROM webhook_delivery
         WHERE webhook_id = :webhookId AND no = :no AND state = 'pending'`,
        { webhookId, no },
      );
      if (!delivery) return;
      const attempts = delivery.attempts + 1;
      const isDelivered = outcome.problem === null;
      const isLast = delivery.kind === 'test' || outcome.httpStatus === GONE;
      const next = isDelivered || isLast ? null : nextAttempt(attempts, this.clock(), Math.random());
      await unit.run(
        `UPDATE webhook_delivery SET state = :state, attempts = :attempts, http_status = :httpStatus,
         problem = :problem, attempted_at = :at, next_attempt_at = :next WHERE webhook_id = :webhookId AND no = :no`,
        {
          ...outcome,
          webhookId,
          no,
          attempts,
          next,
          at: this.now(),
          state: isDelivered ? 'delivered' : next === null ? 'failed' : 'pending',
        },
      );
      if (delivery.kind === 'test') return;
      if (isDelivered)
        await unit.run('UPDATE webhook SET delivered_seq = :seq WHERE id = :webhookId', {
          webhookId,
          seq: delivery.last_seq,
        });
      else if (next === null) await die(unit, webhookId);
    });
  }

  private async withNextChanges(
    unit: Unit,
    webhookId: string,
    afterSeq: number,
  ): Promise<Delivery | undefined> {
    if (afterSeq >= unit.head.changeSeq) return undefined;
    const waiting = await unit.get(
      `SELECT no FROM webhook_delivery WHERE webhook_id = :webhookId AND kind = 'changes' AND state = 'pending'`,
      { webhookId },
    );
    if (waiting) return undefined;
    const lastSeq = Math.min(afterSeq + CHANGES_A_MESSAGE, unit.head.changeSeq);
    return this.add(unit, { webhookId, kind: 'changes', afterSeq, lastSeq });
  }

  private now(): string {
    return this.clock().toISOString();
  }
}

/** Webhooks to which something is to be sent now, as far as `queries` knows. */
export function dueWebhooks(queries: Queries, now: string, lastChange: number): Promise<{ id: string }[]> {
  return queries.all<{ id: string }>(
    `SELECT w.id FROM webhook w WHERE w.removed_at IS NULL AND (
       EXISTS (SELECT 1 FROM webhook_delivery d
         WHERE d.webhook_id = w.id AND d.state = 'pending' AND d.next_attempt_at <= :now)
       OR (w.state = 'active' AND w.delivered_seq < :lastChange AND NOT EXISTS (SELECT 1 FROM webhook_delivery d
         WHERE d.webhook_id = w.id AND d.state = 'pending' AND d.kind = 'changes')))`,
    { now, lastChange },
  );
}

/** What is under way to the webhook is not sent again; the changes in it are sent with the next message. */
export function cancelChanges(unit: Unit, webhookId: string): Promise<number> {
  return unit.run(
    `UPDATE webhook_delivery SET state = 'cancelled', next_attempt_at = NULL
     WHERE webhook_id = :webhookId AND kind = 'changes' AND state = 'pending'`,
    { webhookId },
  );
}

function dueDelivery(unit: Unit, webhookId: string, now: string): Promise<Delivery | undefined> {
  return unit.get<Delivery>(
    `SELECT webhook_id AS "webhookId", no, message_id AS "messageId", kind, after_seq AS "afterSeq",
       last_seq AS "lastSeq", created_at AS "createdAt"
     FROM webhook_delivery WHERE webhook_id = :webhookId AND state = 'pending' AND next_attempt_at <= :now
     ORDER BY no LIMIT 1`,
    { webhookId, now },
  );
}

async function die(unit: Unit, webhookId: string): Promise<void> {
  const before = await webhookView(unit, webhookId);
  await unit.run(`UPDATE webhook SET state = 'dead', updated_at = :at WHERE id = :webhookId`, {
    webhookId,
    at: unit.at,
  });
  unit.record(`webhook:${webhookId}`, before, await webhookView(unit, webhookId));
}

/** The same text at every attempt: the feed only grows. */
async function bodyOf(queries: Queries, { kind, afterSeq, lastSeq, createdAt }: Delivery): Promise<string> {
  const { changes } = await feedPage(queries, afterSeq, lastSeq - afterSeq);
  return JSON.stringify({
    type: kind === 'changes' ? 'services.changed' : 'webhook.test',
    timestamp: createdAt,
    data: { items: changes.map(({ seq, op, id, at }) => ({ seq, op, id, at })), next: feedCursor(lastSeq) },
  });
}
