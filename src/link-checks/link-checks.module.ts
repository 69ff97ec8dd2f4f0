import { type DynamicModule, Module } from '@nestjs/common';
import { engineOf } from '../database/database-url.js';
import { SoleDuty } from '../database/sole-duty.js';
import { ANYWHERE, Outbound, PUBLIC_WEB } from '../outbound/outbound.js';
import { PageCapture } from '../public-services/evidence/page-capture.js';
import { LINK_CHECK_SETTINGS, LinkChecker, type LinkCheckSettings } from './link-checker.service.js';
import { LinkChecksController } from './link-checks.controller.js';
import { LinkRegister } from './link-register.service.js';
import { LinkRequests } from './link-requests.service.js';
import { LinkResults } from './link-results.service.js';

export interface LinkCheckOptions {
  databaseUrl: string;
  evidenceAllowPrivate: boolean;
  linkCheckIntervalMs: number | null;
  linkCheckRate: number;
  linkCheckRetentionDays: number;
}

/** Number of the lock on PostgreSQL that the process which checks holds. */
const CHECK_LOCK = 43_2011_02;

@Module({})
export class LinkChecksModule {
  static forRoot(options: LinkCheckOptions): DynamicModule {
    const { databaseUrl, evidenceAllowPrivate } = options;
    const lockUrl = engineOf(databaseUrl) === 'postgres' ? databaseUrl : null;
    const settings: LinkCheckSettings = {
      intervalMs: options.linkCheckIntervalMs,
      rate: options.linkCheckRate,
      retentionDays: options.linkCheckRetentionDays,
    };
    return {
      module: LinkChecksModule,
      controllers: [LinkChecksController],
      providers: [
        LinkRegister,
        LinkResults,
        LinkRequests,
        LinkChecker,
        { provide: LINK_CHECK_SETTINGS, useValue: settings },
        {
          provide: PageCapture,
          useValue: new PageCapture(new Outbound(evidenceAllowPrivate ? ANYWHERE : PUBLIC_WEB), 'link check'),
        },
        { provide: SoleDuty, useValue: new SoleDuty(lockUrl, CHECK_LOCK) },
      ],
      exports: [LinkRequests, LINK_CHECK_SETTINGS],
    };
  }
}
