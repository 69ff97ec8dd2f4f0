import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { Reader } from '../database/reader.js';
import { Describe } from '../http/describe.js';
import { nextLink } from '../http/next-link.js';
import { PublicUrl } from '../http/public-url.js';
import { type Comparison, comparison } from './compare.query.js';
import { type CountedProcedures, countedProcedures } from './counted-procedures.query.js';
import { type FindingKind, findings, type FoundService, OVER_CLAIM, VIOLATION } from './findings.query.js';
import {
  CompareQuery,
  CountedProceduresQuery,
  FindingsQuery,
  TimelineQuery,
  WeightedServicesQuery,
} from './reports.dto.js';
import {
  COMPARISON,
  COUNTED_PROCEDURES,
  OVER_CLAIMS,
  TIMELINE,
  VIOLATIONS,
  WEIGHTED_SERVICES,
} from './reports.schema.js';
import { type WeightedPage, weightedPage } from './weighted-page.query.js';
import { type Timeline, timeline } from './timeline.query.js';

const PAGE_SIZE = 50;

/** Reports over time, and the lists that ask for something to be done. */
@Controller('api/v1/reports')
@Access('catalogue.read')
export class ReportsController {
  constructor(
    private readonly reader: Reader,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Get('timeline')
  @Describe({
    summary: 'The counts at the end of each month, quarter or year',
    more: 'Each point counts as the coverage report of that day does; the last one is the day `to`.',
    tag: 'reports',
    answers: { 200: TIMELINE },
    problems: [404],
  })
  timeline(@Query() query: TimelineQuery): Promise<Timeline> {
    return this.reader.longSnapshot((queries) => timeline(queries, query));
  }

  @Get('compare')
  @Describe({
    summary: 'Two days, or what was known at two moments, and the services that moved between them',
    more: 'With one day twice and two moments it shows what was corrected since; with two days what changed.',
    tag: 'reports',
    answers: { 200: COMPARISON },
    problems: [404],
  })
  async compare(
    @Query() query: CompareQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Comparison> {
    const { limit = PAGE_SIZE, cursor, ...question } = query;
    const page = await this.reader.longSnapshot((queries) => comparison(queries, question, limit, cursor));
    this.linkNext(reply, 'reports/compare', query, page.next);
    return page;
  }

  @Get('procedures')
  @Describe({
    summary:
      'The procedures behind a count of procedures, each with how its services are distributed over the levels',
    tag: 'reports',
    answers: { 200: COUNTED_PROCEDURES },
    problems: [404],
  })
  async procedures(
    @Query() query: CountedProceduresQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CountedProcedures> {
    const { limit = PAGE_SIZE, cursor, ...filter } = query;
    const page = await this.reader.longSnapshot((queries) =>
      countedProcedures(queries, filter, limit, cursor),
    );
    this.linkNext(reply, 'reports/procedures', query, page.next);
    return page;
  }

  @Get('volumes')
  @Describe({
    summary: 'The services behind a number weighted by dossiers: their dossiers add up to it',
    tag: 'reports',
    answers: { 200: WEIGHTED_SERVICES },
    problems: [404],
    examples: { volumePeriod: '2012' },
  })
  async volumes(
    @Query() query: WeightedServicesQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WeightedPage> {
    const { limit = PAGE_SIZE, cursor, volumePeriod, volumes = 'known', ...filter } = query;
    const asked = { volumePeriod, volumes, limit, cursor };
    const page = await this.reader.snapshot((queries) => weightedPage(queries, filter, asked));
    this.linkNext(reply, 'reports/volumes', query, page.next);
    return page;
  }

  @Get('violations')
  @Describe({
    summary: 'Services with forms that rest at level 1 (Decree 43/2011 Art. 19.1)',
    tag: 'reports',
    answers: { 200: VIOLATIONS },
    problems: [404],
  })
  violations(
    @Query() query: FindingsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.list(VIOLATION, 'reports/violations', query, reply, (row) => ({
      level: row.level,
      due: row.due === 1,
    }));
  }

  @Get('over-claims')
  @Describe({
    summary: 'Services declared above the level that an inspection in effect verified',
    tag: 'reports',
    answers: { 200: OVER_CLAIMS },
    problems: [404],
  })
  overClaims(
    @Query() query: FindingsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.list(OVER_CLAIM, 'reports/over-claims', query, reply, (row) => ({
      declaredLevel: row.declared_level,
      verifiedLevel: row.verified_level || null,
      basis: row.basis,
    }));
  }

  private async list(
    kind: FindingKind,
    path: string,
    query: FindingsQuery,
    reply: FastifyReply,
    memberOf: (row: FoundService) => object,
  ): Promise<object> {
    const { limit = PAGE_SIZE, cursor, ...question } = query;
    const found = await this.reader.longSnapshot((queries) =>
      findings(queries, kind, question, limit, cursor),
    );
    this.linkNext(reply, path, query, found.next);
    const { rows, ...rest } = found;
    const items = rows.map((row) => ({
      id: row.service_id,
      agency: { code: row.agency_code, name: row.agency_name },
      procedure: { code: row.procedure_code, name: row.procedure_name },
      field: row.field_code,
      ...memberOf(row),
    }));
    return { items, ...rest };
  }

  private linkNext(reply: FastifyReply, path: string, query: object, next: string | null): void {
    if (next !== null) void reply.header('link', nextLink(this.publicUrl, path, query, next));
  }
}
