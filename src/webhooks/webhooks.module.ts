import { type DynamicModule, Module } from '@nestjs/common';
import { engineOf } from '../database/database-url.js';
import { SoleDuty } from '../database/sole-duty.js';
import { ANYWHERE, Outbound, PUBLIC_HOSTS } from '../outbound/outbound.js';
import { Deliveries } from './deliveries.service.js';
import { WebhookDispatcher } from './dispatcher.service.js';
import { keySource, SecretBox } from '../http/secret-box.js';
import { WebhooksController } from './webhooks.controller.js';
import { Webhooks } from './webhooks.service.js';

export interface WebhookOptions {
  databaseUrl: string;
  sessionSecret: string | undefined;
  webhooksAllowPrivate: boolean;
}

/** Number of the lock on PostgreSQL that the process which sends holds. */
const DISPATCH_LOCK = 43_2011_01;

@Module({})
export class WebhooksModule {
  static forRoot(options: WebhookOptions): DynamicModule {
    const { databaseUrl, sessionSecret, webhooksAllowPrivate } = options;
    const listenUrl = engineOf(databaseUrl) === 'postgres' ? databaseUrl : null;
    return {
      module: WebhooksModule,
      controllers: [WebhooksController],
      exports: [Webhooks],
      providers: [
        Webhooks,
        Deliveries,
        WebhookDispatcher,
        {
          provide: SecretBox,
          useValue: new SecretBox(keySource(sessionSecret, databaseUrl), 'webhook secrets'),
        },
        { provide: Outbound, useValue: new Outbound(webhooksAllowPrivate ? ANYWHERE : PUBLIC_HOSTS) },
        { provide: SoleDuty, useValue: new SoleDuty(listenUrl, DISPATCH_LOCK) },
      ],
    };
  }
}
