import { type DynamicModule, Module } from '@nestjs/common';
import { engineOf } from '../database/database-url.js';
import { SoleDuty } from '../database/sole-duty.js';
import { MailController } from './mail.controller.js';
import { MailDispatcher } from './mail-dispatcher.service.js';
import { MailMessages } from './mail-messages.service.js';
import { MailQueue } from './mail-queue.service.js';
import { MAIL_SETTINGS, type MailSettings } from './mail-settings.js';

/** Number of the lock on PostgreSQL that the process which sends mail holds. */
const MAIL_LOCK = 43_2011_03;

@Module({})
export class MailModule {
  /** @param mail null: nothing is queued and nothing sent */
  static forRoot({ databaseUrl, mail }: { databaseUrl: string; mail: MailSettings | null }): DynamicModule {
    const lockUrl = engineOf(databaseUrl) === 'postgres' ? databaseUrl : null;
    return {
      module: MailModule,
      controllers: [MailController],
      providers: [
        MailQueue,
        MailMessages,
        MailDispatcher,
        { provide: MAIL_SETTINGS, useValue: mail },
        { provide: SoleDuty, useValue: new SoleDuty(lockUrl, MAIL_LOCK) },
      ],
      exports: [MailMessages, MAIL_SETTINGS],
    };
  }
}
