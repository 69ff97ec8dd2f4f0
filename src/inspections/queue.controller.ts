import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { type Caller, CurrentCaller } from '../accounts/caller.js';
import { Reader } from '../database/reader.js';
import { Describe } from '../http/describe.js';
import { nextLink } from '../http/next-link.js';
import type { Page } from '../http/pages.js';
import { PublicUrl } from '../http/public-url.js';
import { QueueQuery } from './inspections.dto.js';
import { QUEUE_PAGE } from './inspections.schema.js';
import { type QueuedService, queuePage } from './queue.query.js';
import { whereAgencies } from './visible-agencies.query.js';

const PAGE_SIZE = 50;

/** What to inspect next. Not under `/inspections`, where its name could be an inspection's. */
@Controller('api/v1/inspection-queue')
@Access('inspection.conduct')
export class QueueController {
  constructor(
    private readonly reader: Reader,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Get()
  @Describe({
    summary: 'What to inspect next: declared services, the riskiest first, each with its reasons',
    tag: 'inspections',
    answers: { 200: QUEUE_PAGE },
    problems: [404],
  })
  async queue(
    @CurrentCaller() caller: Caller,
    @Query() query: QueueQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<QueuedService>> {
    const { limit = PAGE_SIZE, cursor, agency, ...filter } = query;
    const page = await this.reader.longSnapshot(async (queries) => {
      const within = await whereAgencies(queries, caller, 'inspection.conduct', agency, 's.agency_code');
      return queuePage(queries, within, filter, limit, cursor);
    });
    if (page.next !== null)
      void reply.header('link', nextLink(this.publicUrl, 'inspection-queue', query, page.next));
    return page;
  }
}
