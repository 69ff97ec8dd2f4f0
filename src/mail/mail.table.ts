import { table, unsealed } from '../database/table.js';

/** `failed`: the last attempt failed, or the server refuses for good; nothing more is tried until somebody asks for it. */
export const MAIL_STATES = ['pending', 'sent', 'failed'] as const;
export type MailState = (typeof MAIL_STATES)[number];

/** A message that tells an agency by mail what a notification tells it in the catalogue. */
export interface MailMessageRow {
  /** That of the notification: it is told once. */
  id: string;
  agencyCode: string;
  recipient: string;
  subject: string;
  body: string;
  /** `Message-ID` of every attempt. */
  messageId: string;
  state: MailState;
  attempts: number;
  /** Why the last attempt failed, in the words of the server or of the connection. */
  problem: string | null;
  createdAt: string;
  attemptedAt: string | null;
  nextAttemptAt: string | null;
}

export const MailMessageTable = table<MailMessageRow>('mail_message', unsealed('the post on its way'), {
  id: 'text pk',
  agencyCode: 'text',
  recipient: 'text',
  subject: 'text',
  body: 'text',
  messageId: 'text',
  state: 'text',
  attempts: 'int',
  problem: 'text?',
  createdAt: 'text',
  attemptedAt: 'text?',
  nextAttemptAt: 'text?',
});
