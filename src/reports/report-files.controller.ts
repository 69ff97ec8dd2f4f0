import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { Reader } from '../database/reader.js';
import { Describe, type RouteDescription } from '../http/describe.js';
import { comparison } from './compare.query.js';
import type { CoverageTable } from './coverage-table.js';
import { type FindingKind, findings, OVER_CLAIM, VIOLATION } from './findings.query.js';
import { comparisonTable, findingsTable, timelineTable } from './report-tables.js';
import { CompareFileQuery, FindingsFileQuery, TimelineQuery } from './reports.dto.js';
import { csvOf } from './table-files.js';
import { timeline } from './timeline.query.js';

/** More rows than a province has services: a file holds all of them. */
const ALL = 1_000_000;

const described = (summary: string): RouteDescription => ({
  summary: `${summary} as CSV (UTF-8 with a byte order mark)`,
  tag: 'reports',
  answers: { 200: { mediaType: 'text/csv' } },
  problems: [404],
});

/** Reports over time and the lists of findings as files, whole. */
@Controller('api/v1/reports')
@Access('catalogue.read')
export class ReportFilesController {
  constructor(private readonly reader: Reader) {}

  @Get('timeline.csv')
  @Describe(described('The counts at the end of each month, quarter or year'))
  async timeline(
    @Query() query: TimelineQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const report = await this.reader.snapshot((queries) => timeline(queries, query));
    return sent(reply, `timeline-${report.from}-${report.to}`, timelineTable(report));
  }

  @Get('compare.csv')
  @Describe(described('Every service that moved between two days, or two moments of knowledge,'))
  async compare(
    @Query() query: CompareFileQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const report = await this.reader.snapshot((queries) => comparison(queries, { ...query }, ALL, undefined));
    return sent(reply, `compare-${query.a}-${query.b}`, comparisonTable(report));
  }

  @Get('violations.csv')
  @Describe(described('Services with forms that rest at level 1 (Decree 43/2011 Art. 19.1)'))
  violations(
    @Query() query: FindingsFileQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.list(VIOLATION, 'violations', query, reply);
  }

  @Get('over-claims.csv')
  @Describe(described('Services declared above the level that an inspection in effect verified'))
  overClaims(
    @Query() query: FindingsFileQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.list(OVER_CLAIM, 'over-claims', query, reply);
  }

  private async list(
    kind: FindingKind,
    name: string,
    query: FindingsFileQuery,
    reply: FastifyReply,
  ): Promise<string> {
    const found = await this.reader.snapshot((queries) =>
      findings(queries, kind, { ...query }, ALL, undefined),
    );
    return sent(reply, `${name}-${found.asOf}`, findingsTable(found));
  }
}

function sent(reply: FastifyReply, name: string, table: CoverageTable): string {
  void reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`);
  return csvOf(table);
}
