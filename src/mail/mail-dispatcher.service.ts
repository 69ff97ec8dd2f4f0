import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../database/database.module.js';
import { isUnavailable } from '../database/dialect.js';
import { Reader } from '../database/reader.js';
import { SoleDuty } from '../database/sole-duty.js';
import { UnavailableError } from '../database/unit-of-work.js';
import { CatalogueVersion } from '../http/catalogue-version.js';
import { dueMail, MailMessages } from './mail-messages.service.js';
import { postMail } from './mail-post.js';
import { MAIL_SETTINGS, type MailSettings } from './mail-settings.js';

const LOOK_EVERY_MS = 1000;

/**
 * Sends queued mail, one message after the other, by the process that holds the duty. A message that the server has taken is
 * marked as sent at once: only where this process ends between the two is it sent a second time, under the same `Message-ID`.
 */
@Injectable()
export class MailDispatcher implements BeforeApplicationShutdown {
  private readonly stopped = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly reader: Reader,
    private readonly version: CatalogueVersion,
    private readonly messages: MailMessages,
    private readonly duty: SoleDuty,
    @Inject(MAIL_SETTINGS) private readonly settings: MailSettings | null,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  start(): void {
    if (this.settings !== null) this.running ??= this.run(this.settings);
  }

  /** Waits for the message that is under way, so that its end is known. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped.abort();
    await this.running;
    await this.duty.release();
  }

  private async run(settings: MailSettings): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      const seen = this.version.lastEntry;
      await this.sendDue(settings).catch(tell);
      if (seen === this.version.lastEntry) await this.version.nextCommit(LOOK_EVERY_MS, signal);
    }
  }

  private async sendDue(settings: MailSettings): Promise<void> {
    while (!this.stopped.signal.aborted && (await this.duty.isMine())) {
      const mail = await dueMail(this.reader, this.clock().toISOString());
      if (!mail) return;
      await this.messages.settle(mail, await postMail(settings, mail));
    }
  }
}

function tell(error: unknown): void {
  // While the database is away there is nothing to send; the next look finds it again.
  if (error instanceof UnavailableError || isUnavailable(error)) return;
  process.emitWarning(`Mail could not be sent: ${String(error)}`);
}
