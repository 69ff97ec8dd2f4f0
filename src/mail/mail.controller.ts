import { Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { actorOf, type Caller, CurrentCaller } from '../accounts/caller.js';
import { Reader } from '../database/reader.js';
import { Describe } from '../http/describe.js';
import { nextLink } from '../http/next-link.js';
import type { Page } from '../http/pages.js';
import { PublicUrl } from '../http/public-url.js';
import { ListMailQuery, MailPath } from './mail.dto.js';
import { mailPage, type MailView } from './mail-list.query.js';
import { MailMessages } from './mail-messages.service.js';
import { MAIL, MAIL_PAGE } from './mail.schema.js';

const PAGE_SIZE = 50;
const tag = 'mail';

/** Messages to agencies, on their way and sent. */
@Controller('api/v1/mail')
@Access('mail.manage')
export class MailController {
  constructor(
    private readonly reader: Reader,
    private readonly messages: MailMessages,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Get()
  @Describe({
    summary: 'Messages to agencies by mail, the latest first, with what came of them',
    tag,
    answers: { 200: MAIL_PAGE },
  })
  async list(
    @Query() query: ListMailQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<MailView>> {
    const { limit = PAGE_SIZE, cursor, state } = query;
    const page = await this.reader.snapshot((queries) => mailPage(queries, state, limit, cursor));
    if (page.next !== null) void reply.header('link', nextLink(this.publicUrl, 'mail', query, page.next));
    return page;
  }

  @Post(':id/send-again')
  @HttpCode(202)
  @Describe({
    summary:
      'Send a message that failed or waits as soon as possible, to the address that the agency has now',
    tag,
    answers: { 202: MAIL },
    problems: [409],
    examples: { id: 'STP~n1' },
  })
  sendAgain(@Param() { id }: MailPath, @CurrentCaller() caller: Caller): Promise<MailView> {
    return this.messages.sendAgain(actorOf(caller), id);
  }
}
