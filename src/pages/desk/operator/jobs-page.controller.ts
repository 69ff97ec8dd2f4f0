import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { actorOf, type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { CLOCK, type Clock } from '../../../database/database.module.js';
import { Reader } from '../../../database/reader.js';
import type { FormValues } from '../../../http/form-body.js';
import { Problem } from '../../../http/problem.js';
import { LINK_CHECK_SETTINGS, type LinkCheckSettings } from '../../../link-checks/link-checker.service.js';
import { MailPath } from '../../../mail/mail.dto.js';
import { MailMessages } from '../../../mail/mail-messages.service.js';
import { MAIL_SETTINGS, type MailSettings } from '../../../mail/mail-settings.js';
import { goTo } from '../../go-to.js';
import { Views } from '../../views.service.js';
import { SentForm } from '../sent-form.js';
import { jobs } from './jobs.query.js';

const PATH = '/desk/jobs';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What the system does by itself, and what of it failed. */
@Controller('desk/jobs')
@Access('job.read')
export class JobsPageController {
  constructor(
    private readonly reader: Reader,
    private readonly mail: MailMessages,
    private readonly views: Views,
    @Inject(LINK_CHECK_SETTINGS) private readonly links: LinkCheckSettings,
    @Inject(MAIL_SETTINGS) private readonly mailSettings: MailSettings | null,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async overview(
    @Query('done') done: string | undefined,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { intervalMs } = this.links;
    const now = this.clock().toISOString();
    return this.views.page(request, reply, 'desk/operator/jobs', {
      title: this.views.text(request, 'deskJobs:title'),
      desk: PATH,
      done: done === undefined ? '' : this.views.text(request, 'deskJobs:queuedAgain'),
      ...(await this.reader.snapshot((queries) => jobs(queries, now, intervalMs !== null))),
      linksEvery: intervalMs === null ? '' : this.every(request, intervalMs),
      sendsMail: this.mailSettings !== null,
    });
  }

  /** Somebody else may have sent it meanwhile: the list then no longer shows it. */
  @Post('mail/:id')
  @Access('mail.manage')
  async sendAgain(
    @Param() { id }: MailPath,
    @CurrentCaller() caller: Caller,
    @SentForm() _: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    try {
      await this.mail.sendAgain(actorOf(caller), id);
    } catch (error) {
      if (error instanceof Problem && error.status === 409) return goTo(request, reply, PATH);
      throw error;
    }
    return goTo(request, reply, `${PATH}?done=1`);
  }

  private every(request: CallerRequest, ms: number): string {
    if (ms % DAY_MS === 0) return this.views.text(request, 'deskJobs:everyDays', { count: ms / DAY_MS });
    if (ms % HOUR_MS === 0) return this.views.text(request, 'deskJobs:everyHours', { count: ms / HOUR_MS });
    return this.views.text(request, 'deskJobs:everyMinutes', { count: ms / MINUTE_MS });
  }
}
