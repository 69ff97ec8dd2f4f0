import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor, Unit } from '../database/unit.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { type Conditional, etagOfJson, requireIfMatch } from '../http/preconditions.js';
import { badRequest, notFound, Problem } from '../http/problem.js';
import { Outbound, OutboundError } from '../outbound/outbound.js';
import { cancelChanges, Deliveries } from './deliveries.service.js';
import { SecretBox } from '../http/secret-box.js';
import { type DeliveryView, deliveryViews, type WebhookView, webhookView } from './webhook-view.query.js';
import { WebhookTable } from './webhook.table.js';

const WEBHOOKS_AT_MOST = 100;
const LOOK_UP_WITHIN_MS = 5000;
const SECRET_BYTES = 32;

export interface WebhookChange {
  url?: string | undefined;
  description?: string | null | undefined;
  active?: boolean | undefined;
}

/** Keeping of webhooks. */
@Injectable()
export class Webhooks {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly outbound: Outbound,
    private readonly secrets: SecretBox,
    private readonly deliveries: Deliveries,
  ) {}

  /**
   * A webhook for what changes from now on.
   * @returns the secret too: this is the only time that it is shown
   * @throws Problem 400 `address_refused`, 409 `webhook_key_missing` and `too_many_webhooks`
   */
  async create(
    actor: Actor,
    url: string,
    description: string | null,
  ): Promise<WebhookView & { secret: string }> {
    if (!this.secrets.isUsable) throw new Problem(409, 'webhook_key_missing');
    await this.requireAllowed(url);
    const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
    return this.unitOfWork.run({ actor, action: 'webhook.create' }, async (unit) => {
      const { made, kept } = (await unit.get<{ made: number; kept: number }>(
        'SELECT COUNT(*) AS made, COUNT(*) - COUNT(removed_at) AS kept FROM webhook',
      ))!;
      if (kept >= WEBHOOKS_AT_MOST)
        throw new Problem(409, 'too_many_webhooks', { params: { max: WEBHOOKS_AT_MOST } });
      const id = String(made + 1);
      await unit.insertMany(WebhookTable, [
        {
          id,
          url,
          description,
          secret: this.secrets.seal(secret, `webhook:${id}`),
          state: 'active',
          deliveredSeq: unit.head.changeSeq,
          createdBy: actor.name,
          createdAt: unit.at,
          updatedAt: unit.at,
          removedAt: null,
        },
      ]);
      const view = (await webhookView(unit, id))!;
      unit.record(`webhook:${id}`, null, view);
      return { ...view, secret };
    });
  }

  /** @throws Problem 400 `address_refused`, 404, 412, 428 */
  async change(actor: Actor, request: Conditional, id: string, change: WebhookChange): Promise<WebhookView> {
    if (change.url !== undefined) await this.requireAllowed(change.url);
    return this.unitOfWork.run({ actor, action: 'webhook.change' }, async (unit) => {
      const before = await viewOrNotFound(unit, id);
      requireIfMatch(request, [etagOfJson(before)]);
      const state = change.active === undefined ? before.state : change.active ? 'active' : 'paused';
      const { url = before.url, description = before.description } = change;
      // What waits for its next attempt is not to wait at the new target.
      if (state !== before.state || url !== before.url) await cancelChanges(unit, id);
      await unit.run(
        `UPDATE webhook SET url = :url, description = :description, state = :state, updated_at = :at WHERE id = :id`,
        { id, url, description, state, at: unit.at },
      );
      const after = await viewOrNotFound(unit, id);
      unit.record(`webhook:${id}`, before, after);
      return after;
    });
  }

  /** @throws Problem 404 */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.unitOfWork.run({ actor, action: 'webhook.remove' }, async (unit) => {
      const before = await viewOrNotFound(unit, id);
      await unit.run('DELETE FROM webhook_delivery WHERE webhook_id = :id', { id });
      await unit.run(`UPDATE webhook SET removed_at = :at, secret = '' WHERE id = :id`, { id, at: unit.at });
      unit.record(`webhook:${id}`, before, null);
    });
  }

  /** Has a message without changes sent once, whatever the webhook's state. @throws Problem 404 */
  test(actor: Actor, id: string): Promise<DeliveryView> {
    return this.unitOfWork.run({ actor, action: 'webhook.test' }, async (unit) => {
      await viewOrNotFound(unit, id);
      const { changeSeq } = unit.head;
      const { no } = await this.deliveries.add(unit, {
        webhookId: id,
        kind: 'test',
        afterSeq: changeSeq,
        lastSeq: changeSeq,
      });
      const [delivery] = await deliveryViews(unit, id, no + 1, 1);
      unit.record(`webhook:${id}`, null, delivery);
      return delivery!;
    });
  }

  /**
   * Has the changes after the number `after` sent again.
   * @throws Problem 400 where there is no such change yet, 404, 409 `wrong_state`
   */
  replay(actor: Actor, id: string, after: number): Promise<{ afterSeq: number; lastSeq: number }> {
    return this.unitOfWork.run({ actor, action: 'webhook.replay' }, async (unit) => {
      const { state } = await viewOrNotFound(unit, id);
      const { changeSeq } = unit.head;
      if (state !== 'active')
        throw new Problem(409, 'wrong_state', { params: { action: 'replay', state, allowed: 'active' } });
      if (after > changeSeq) {
        const params = { min: 0, max: changeSeq };
        throw badRequest([{ in: 'body', pointer: '/after', code: 'integer_out_of_range', params }]);
      }
      await cancelChanges(unit, id);
      await unit.run('UPDATE webhook SET delivered_seq = :after WHERE id = :id', { id, after });
      const replay = { afterSeq: after, lastSeq: changeSeq };
      unit.record(`webhook:${id}`, null, replay);
      return replay;
    });
  }

  /** A name that cannot be resolved at present is taken: every attempt asks again, and refuses what is inside. */
  private async requireAllowed(url: string): Promise<void> {
    try {
      await this.outbound.allowed(url, AbortSignal.timeout(LOOK_UP_WITHIN_MS));
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      if (error.problem === 'refused_address')
        throw badRequest([{ in: 'body', pointer: '/url', code: 'address_refused' }]);
    }
  }
}

async function viewOrNotFound(unit: Unit, id: string): Promise<WebhookView> {
  const view = await webhookView(unit, id);
  if (!view) throw notFound();
  return view;
}
