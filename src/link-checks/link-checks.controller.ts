import { Body, Controller, Get, HttpCode, Inject, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { actorOf, type Caller, CurrentCaller } from '../accounts/caller.js';
import { Reader } from '../database/reader.js';
import { Describe } from '../http/describe.js';
import { nextLink } from '../http/next-link.js';
import type { Page } from '../http/pages.js';
import { badRequest } from '../http/problem.js';
import { PublicUrl } from '../http/public-url.js';
import { whereAgencies } from '../inspections/visible-agencies.query.js';
import { LINK_CHECK_SETTINGS, type LinkCheckSettings } from './link-checker.service.js';
import { CheckLinksBody, LinkLogQuery, ListLinksQuery } from './link-checks.dto.js';
import { LINK_LOG_PAGE, LINK_PAGE, REQUESTED } from './link-checks.schema.js';
import { linkPage, type LinkView } from './link-list.query.js';
import { type LinkCheck, linkLogPage } from './link-log.query.js';
import { LinkRequests, type Requested } from './link-requests.service.js';

const PAGE_SIZE = 50;
const tag = 'link checks';
const COLUMN = 'p.agency_code';

/** The links that services publish, and what scheduled checks found of them. */
@Controller('api/v1/link-checks')
export class LinkChecksController {
  constructor(
    private readonly reader: Reader,
    private readonly requests: LinkRequests,
    private readonly publicUrl: PublicUrl,
    @Inject(LINK_CHECK_SETTINGS) private readonly settings: LinkCheckSettings,
  ) {}

  @Get()
  @Access('linkCheck.read')
  @Describe({
    summary: 'The log of link checks, the latest first',
    tag,
    answers: { 200: LINK_LOG_PAGE },
    problems: [404],
  })
  async log(
    @CurrentCaller() caller: Caller,
    @Query() query: LinkLogQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<LinkCheck>> {
    const { limit = PAGE_SIZE, cursor, agency, ...filter } = query;
    if (filter.from !== undefined && filter.to !== undefined && filter.to < filter.from)
      throw badRequest([{ in: 'query', pointer: '/to', code: 'ends_before_start' }]);
    const page = await this.reader.snapshot(async (queries) => {
      const within = await whereAgencies(queries, caller, 'linkCheck.read', agency, COLUMN);
      return linkLogPage(queries, within, filter, limit, cursor);
    });
    if (page.next !== null)
      void reply.header('link', nextLink(this.publicUrl, 'link-checks', query, page.next));
    return page;
  }

  @Get('links')
  @Access('linkCheck.read')
  @Describe({
    summary: 'The links that services publish, each with where it stands',
    tag,
    answers: { 200: LINK_PAGE },
    problems: [404],
  })
  async links(
    @CurrentCaller() caller: Caller,
    @Query() query: ListLinksQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<LinkView>> {
    const { limit = PAGE_SIZE, cursor, agency, ...filter } = query;
    const isScheduled = this.settings.intervalMs !== null;
    const page = await this.reader.snapshot(async (queries) => {
      const within = await whereAgencies(queries, caller, 'linkCheck.read', agency, COLUMN);
      return linkPage(queries, within, filter, isScheduled, limit, cursor);
    });
    if (page.next !== null)
      void reply.header('link', nextLink(this.publicUrl, 'link-checks/links', query, page.next));
    return page;
  }

  @Post()
  @HttpCode(202)
  @Access('linkCheck.run')
  @Describe({
    summary: 'Have the links of a service, or these addresses, checked as soon as their hosts may be asked',
    tag,
    answers: { 202: REQUESTED },
    problems: [404],
  })
  request(@CurrentCaller() caller: Caller, @Body() { service, urls }: CheckLinksBody): Promise<Requested> {
    const actor = actorOf(caller);
    if (service !== undefined && urls === undefined) return this.requests.ofService(actor, service);
    if (service === undefined && urls !== undefined) return this.requests.ofAddresses(actor, urls);
    throw badRequest([{ in: 'body', pointer: '/service', code: 'one_of_two', params: { other: 'urls' } }]);
  }
}
