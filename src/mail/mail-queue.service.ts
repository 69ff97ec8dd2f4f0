import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../database/database.module.js';
import type { Queries } from '../database/reader.js';
import type { BeforeCommit, Unit } from '../database/unit.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { PublicUrl } from '../http/public-url.js';
import type { Notification } from '../inspections/notification.query.js';
import { MAIL_SETTINGS, type MailSettings } from './mail-settings.js';
import { type MailMessageRow, MailMessageTable } from './mail.table.js';
import { messageText, type Told } from './message-text.js';

const NEW_NOTIFICATION = 'notification:';

type Left = Pick<Notification, 'agencyCode' | 'kind' | 'serviceId' | 'subject'>;

/**
 * Queues a message for every notification of an agency that has an address, in the transaction that leaves the notification:
 * there is never one without the other. Where no mail server is configured nothing is queued.
 */
@Injectable()
export class MailQueue implements BeforeCommit {
  /** Before the ledger takes the items. */
  readonly order = 50;

  constructor(
    unitOfWork: UnitOfWork,
    private readonly publicUrl: PublicUrl,
    @Inject(MAIL_SETTINGS) settings: MailSettings | null,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    if (settings !== null) unitOfWork.join(this);
  }

  async beforeCommit(unit: Unit): Promise<void> {
    for (const { subject, before, after } of unit.items) {
      if (!subject.startsWith(NEW_NOTIFICATION) || before !== null) continue;
      await this.queue(unit, subject.slice(NEW_NOTIFICATION.length), after as Left);
    }
  }

  private async queue(unit: Unit, id: string, notification: Left): Promise<void> {
    const { agencyCode } = notification;
    const contact = await unit.get<{ email: string }>(
      'SELECT notify_email AS email FROM agency_contact WHERE agency_code = :agencyCode',
      { agencyCode },
    );
    if (!contact) return;
    const message: MailMessageRow = {
      id,
      agencyCode,
      recipient: contact.email,
      ...messageText(await told(unit, notification, this.publicUrl.base)),
      messageId: this.messageIdOf(id, unit.at),
      state: 'pending',
      attempts: 0,
      problem: null,
      createdAt: unit.at,
      attemptedAt: null,
      nextAttemptAt: this.clock().toISOString(),
    };
    await unit.insertMany(MailMessageTable, [message]);
  }

  private messageIdOf(id: string, at: string): string {
    const name = createHash('sha256').update(`${id} ${at}`).digest('hex').slice(0, 32);
    return `<${name}@${new URL(this.publicUrl.base).hostname}>`;
  }
}

async function told(
  queries: Queries,
  { kind, serviceId, agencyCode, subject }: Left,
  publicUrl: string,
): Promise<Told> {
  const names = (await queries.get<{ agencyName: string; procedureName: string }>(
    `SELECT a.name AS "agencyName", p.name AS "procedureName" FROM public_service s
     JOIN procedure p ON p.code = s.procedure_code JOIN agency a ON a.code = :agencyCode
     WHERE s.id = :serviceId`,
    { serviceId, agencyCode },
  ))!;
  const inspection = await queries.get<{ level: number | null; declaredLevel: number }>(
    `SELECT i.level, d.level AS "declaredLevel" FROM inspection i
     JOIN declaration d ON d.service_id = i.service_id AND d.no = i.declaration_no WHERE i.id = :id`,
    { id: subject.replace(/^inspection:/, '') },
  );
  const asked = await queries.get<{ findings: number; answerBy: string | null }>(
    `SELECT COUNT(*) AS findings, MIN(due_date) AS "answerBy" FROM finding WHERE inspection_id = :id`,
    { id: subject.replace(/^inspection:/, '') },
  );
  return {
    kind,
    ...names,
    serviceId,
    declaredLevel: inspection?.declaredLevel ?? null,
    verifiedLevel: inspection?.level || null,
    findings: asked!.findings,
    answerBy: asked!.answerBy,
    publicUrl,
  };
}
