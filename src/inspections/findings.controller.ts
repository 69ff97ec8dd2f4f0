import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { requireAgency } from '../accounts/agency-scope.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../accounts/caller.js';
import { Reader } from '../database/reader.js';
import { Describe } from '../http/describe.js';
import { nextLink } from '../http/next-link.js';
import type { Page } from '../http/pages.js';
import { PublicUrl } from '../http/public-url.js';
import { type Finding, findingOf, findingPage } from './finding.query.js';
import { Findings } from './findings.service.js';
import type { FindingRow } from './inspection.table.js';
import { CloseFinding, DecideAppeal, FindingText, ListFindingsQuery, RecordPath } from './inspections.dto.js';
import { FINDING, FINDING_PAGE } from './inspections.schema.js';
import { whereAgencies } from './visible-agencies.query.js';

const PAGE_SIZE = 50;

/** What inspections ask to be mended, and what becomes of it. */
@Controller('api/v1/findings')
export class FindingsController {
  constructor(
    private readonly findings: Findings,
    private readonly reader: Reader,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Get()
  @Access('inspection.read')
  @Describe({
    summary: 'Findings, the earliest due first; clerks see those of their agency and of the ones under it',
    tag: 'inspections',
    answers: { 200: FINDING_PAGE },
    problems: [404],
  })
  async list(
    @CurrentCaller() caller: Caller,
    @Query() query: ListFindingsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<FindingRow>> {
    const { limit = PAGE_SIZE, cursor, agency, ...filter } = query;
    const page = await this.reader.snapshot(async (queries) => {
      const within = await whereAgencies(queries, caller, 'inspection.read', agency, 'f.agency_code');
      return findingPage(queries, within, filter, limit, cursor);
    });
    if (page.next !== null) void reply.header('link', nextLink(this.publicUrl, 'findings', query, page.next));
    return page;
  }

  @Get(':id')
  @Access('inspection.read')
  @Describe({
    summary: 'One finding with everything that was done about it',
    tag: 'inspections',
    answers: { 200: FINDING },
    problems: [404],
    examples: { id: 'STP~1.000688~i1~f1' },
  })
  one(@CurrentCaller() caller: Caller, @Param() { id }: RecordPath): Promise<Finding> {
    return this.reader.snapshot(async (queries) => {
      const finding = await findingOf(queries, id);
      await requireAgency(queries, caller, 'inspection.read', finding.agencyCode);
      return finding;
    });
  }

  @Post(':id/reply')
  @HttpCode(200)
  @Access('finding.answer')
  @Describe({
    summary: 'Reply to a finding for the agency that has to mend it',
    tag: 'inspections',
    answers: { 200: FINDING },
    problems: [404, 409],
    ifMatch: 'optional',
    examples: { id: 'STP~1.000688~i1~f1' },
  })
  reply(
    @CurrentCaller() caller: Caller,
    @Param() { id }: RecordPath,
    @Body() { text }: FindingText,
    @Req() request: CallerRequest,
  ): Promise<Finding> {
    return this.findings.reply(caller, id, text, request);
  }

  @Post(':id/appeal')
  @HttpCode(200)
  @Access('finding.answer')
  @Describe({
    summary: 'Appeal against a finding until it is due; another inspector decides',
    tag: 'inspections',
    answers: { 200: FINDING },
    problems: [404, 409],
    ifMatch: 'optional',
    examples: { id: 'STP~1.000688~i1~f1' },
  })
  appeal(
    @CurrentCaller() caller: Caller,
    @Param() { id }: RecordPath,
    @Body() { text }: FindingText,
    @Req() request: CallerRequest,
  ): Promise<Finding> {
    return this.findings.appeal(caller, id, text, request);
  }

  @Post(':id/decide')
  @HttpCode(200)
  @Access('inspection.conduct')
  @Describe({
    summary: 'Decide an appeal: upheld, and the finding ends; rejected, and it is open again',
    tag: 'inspections',
    answers: { 200: FINDING },
    problems: [404, 409],
    ifMatch: 'optional',
    examples: { id: 'STP~1.000688~i1~f1' },
  })
  decide(
    @CurrentCaller() caller: Caller,
    @Param() { id }: RecordPath,
    @Body() { decision, text }: DecideAppeal,
    @Req() request: CallerRequest,
  ): Promise<Finding> {
    return this.findings.decide(caller, id, decision, text, request);
  }

  @Post(':id/close')
  @HttpCode(200)
  @Access('inspection.conduct')
  @Describe({
    summary: 'Close a finding that has been mended',
    tag: 'inspections',
    answers: { 200: FINDING },
    problems: [404, 409],
    ifMatch: 'optional',
    examples: { id: 'STP~1.000688~i1~f1' },
  })
  close(
    @CurrentCaller() caller: Caller,
    @Param() { id }: RecordPath,
    @Body() { text }: CloseFinding,
    @Req() request: CallerRequest,
  ): Promise<Finding> {
    return this.findings.close(caller, id, text ?? null, request);
  }
}
