import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../database/database.module.js';
import type { Queries } from '../database/reader.js';
import type { Actor } from '../database/unit.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { notFound, Problem } from '../http/problem.js';
import { nextAttempt } from '../outbound/retry-schedule.js';
import { mailView, type MailView } from './mail-list.query.js';
import type { Letter, Posted } from './mail-post.js';

const INTENT = { actor: { name: 'system', agencyCode: null }, action: 'mail.send' };

export type DueMail = Letter & { id: string; attempts: number };

/** What becomes of messages: they are no entries of the ledger, as the notifications behind them are. */
@Injectable()
export class MailMessages {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async settle({ id, attempts }: DueMail, { problem, isFinal }: Posted): Promise<void> {
    const now = this.clock();
    const isSent = problem === null;
    const next = isSent || isFinal ? null : nextAttempt(attempts + 1, now, Math.random());
    await this.unitOfWork.run(INTENT, async (unit) => {
      await unit.run(
        `UPDATE mail_message SET state = :state, attempts = attempts + 1, problem = :problem, attempted_at = :at,
           next_attempt_at = :next WHERE id = :id AND state = 'pending' AND attempts = :attempts`,
        {
          id,
          attempts,
          problem,
          next,
          at: now.toISOString(),
          state: isSent ? 'sent' : next === null ? 'failed' : 'pending',
        },
      );
    });
  }

  /**
   * Has a message that failed, or waits, sent as soon as possible, to the address that the agency has now.
   * @throws Problem 404, 409 `wrong_state` where it was sent already
   */
  sendAgain(actor: Actor, id: string): Promise<MailView> {
    return this.unitOfWork.run({ actor, action: 'mail.sendAgain' }, async (unit) => {
      const before = await mailView(unit, id);
      if (!before) throw notFound();
      if (before.state === 'sent')
        throw new Problem(409, 'wrong_state', {
          params: { action: 'send-again', state: 'sent', allowed: 'failed, pending' },
        });
      await unit.run(
        `UPDATE mail_message SET state = 'pending', attempts = 0, next_attempt_at = :now,
           recipient = COALESCE((SELECT notify_email FROM agency_contact c
             WHERE c.agency_code = mail_message.agency_code), recipient) WHERE id = :id`,
        { id, now: this.clock().toISOString() },
      );
      const after = (await mailView(unit, id))!;
      unit.record(`mail:${id}`, before, after);
      return after;
    });
  }
}

/** The message that has waited longest of those that are to be sent now. */
export function dueMail(queries: Queries, now: string): Promise<DueMail | undefined> {
  return queries.get<DueMail>(
    `SELECT id, recipient, subject, body, message_id AS "messageId", attempts FROM mail_message
     WHERE state = 'pending' AND next_attempt_at <= :now ORDER BY next_attempt_at, id LIMIT 1`,
    { now },
  );
}
