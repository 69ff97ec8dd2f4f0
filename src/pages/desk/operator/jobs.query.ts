import type { Queries } from '../../../database/reader.js';
import { mailPage, type MailView } from '../../../mail/mail-list.query.js';
import { type WebhookView, webhookViews } from '../../../webhooks/webhook-view.query.js';

/** A job as its record tells: when it did something last, when it does next, what waits, what failed. */
interface JobState {
  lastAt: string | null;
  nextAt: string | null;
  waiting: number;
  failed: number;
}

export interface FailedDelivery {
  webhookId: string;
  url: string;
  no: number;
  kind: string;
  problem: string | null;
  attemptedAt: string | null;
}

export interface Jobs {
  webhooks: JobState;
  links: JobState;
  mail: JobState;
  editions: { lastAt: string | null };
  deadWebhooks: WebhookView[];
  failedDeliveries: FailedDelivery[];
  failedMail: MailView[];
}

const SHOWN = 20;

const WEBHOOKS = `SELECT MAX(d.attempted_at) AS "lastAt",
    MIN(CASE WHEN d.state = 'pending' THEN d.next_attempt_at END) AS "nextAt",
    COUNT(CASE WHEN d.state = 'pending' THEN 1 END) AS waiting, COUNT(CASE WHEN d.state = 'failed' THEN 1 END) AS failed
  FROM webhook_delivery d`;

const MAIL = `SELECT MAX(attempted_at) AS "lastAt", MIN(CASE WHEN state = 'pending' THEN next_attempt_at END) AS "nextAt",
    COUNT(CASE WHEN state = 'pending' THEN 1 END) AS waiting, COUNT(CASE WHEN state = 'failed' THEN 1 END) AS failed
  FROM mail_message`;

const LINKS = `SELECT MAX(checked_at) AS "lastAt", MIN(due_at) AS "nextAt",
    COUNT(CASE WHEN requested_at IS NOT NULL OR (:isScheduled = 1 AND due_at <= :now) THEN 1 END) AS waiting,
    COUNT(CASE WHEN state = 'dead' THEN 1 END) AS failed
  FROM link WHERE state <> 'not_checked'`;

/** Call it inside a snapshot. */
export async function jobs(queries: Queries, now: string, isScheduled: boolean): Promise<Jobs> {
  const webhooks = await queries.get<JobState>(WEBHOOKS);
  const mail = await queries.get<JobState>(MAIL);
  const links = await queries.get<JobState>(LINKS, { now, isScheduled: Number(isScheduled) });
  const editions = await queries.get<{ lastAt: string | null }>(
    'SELECT MAX(created_at) AS "lastAt" FROM edition',
  );
  return {
    webhooks: webhooks!,
    links: { ...links!, nextAt: isScheduled ? links!.nextAt : null },
    mail: mail!,
    editions: editions!,
    deadWebhooks: (await webhookViews(queries)).filter(({ state }) => state === 'dead'),
    failedDeliveries: await queries.all<FailedDelivery>(
      `SELECT d.webhook_id AS "webhookId", w.url, d.no, d.kind, d.problem, d.attempted_at AS "attemptedAt"
       FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id
       WHERE d.state = 'failed' ORDER BY d.attempted_at DESC, d.webhook_id, d.no LIMIT ${SHOWN}`,
    ),
    failedMail: (await mailPage(queries, 'failed', SHOWN, undefined)).items,
  };
}
