import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { type Queries, Reader } from '../database/reader.js';
import { Describe } from '../http/describe.js';
import { coverageChart } from './coverage-picture.js';
import { type CoverageReport, coverageReport } from './coverage.query.js';
import { coverageTable } from './coverage-table.js';
import { CoverageQuery } from './reports.dto.js';
import { COVERAGE } from './reports.schema.js';
import { csvOf, xlsxOf } from './table-files.js';

const CSV = 'text/csv; charset=utf-8';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const SVG = 'image/svg+xml; charset=utf-8';

/** How many services or procedures reach each level. */
@Controller('api/v1/reports')
@Access('catalogue.read')
export class CoverageController {
  constructor(private readonly reader: Reader) {}

  @Get('coverage')
  @Describe({
    summary:
      'How many services, or procedures, reach each level, by agency, field, level of government or district',
    more: 'Every number says what it counted: numerator, denominator, what was left out and why, the day, and `list`, the path of exactly the records behind it. Services without any level are in the denominator.',
    tag: 'reports',
    answers: { 200: COVERAGE },
    problems: [404],
  })
  coverage(@Query() query: CoverageQuery): Promise<CoverageReport> {
    // Today's services are added up from kept counts; another day's, and procedures, from the rows themselves.
    const { unit = 'service', asOf, knownAt } = query;
    const isQuick = unit === 'service' && asOf === undefined && knownAt === undefined;
    const read = (queries: Queries) => coverageReport(queries, query);
    return isQuick ? this.reader.snapshot(read) : this.reader.longSnapshot(read);
  }

  @Get('coverage.csv')
  @Describe({
    summary: 'The coverage report as CSV (UTF-8 with a byte order mark)',
    tag: 'reports',
    answers: { 200: { mediaType: 'text/csv' } },
    problems: [404],
  })
  async csv(@Query() query: CoverageQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const report = await this.coverage(query);
    void reply.type(CSV).header('content-disposition', `attachment; filename="${fileName(report)}.csv"`);
    return csvOf(coverageTable(report));
  }

  @Get('coverage.xlsx')
  @Describe({
    summary: 'The coverage report as a spreadsheet',
    tag: 'reports',
    answers: { 200: { mediaType: XLSX } },
    problems: [404],
  })
  async xlsx(
    @Query() query: CoverageQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const report = await this.coverage(query);
    void reply.type(XLSX).header('content-disposition', `attachment; filename="${fileName(report)}.xlsx"`);
    return xlsxOf(coverageTable(report), 'coverage', report.asOf);
  }

  @Get('coverage.svg')
  @Describe({
    summary: 'The coverage report as a picture: a bar for each row, divided by level',
    tag: 'reports',
    answers: { 200: { mediaType: 'image/svg+xml' } },
    problems: [404],
  })
  async svg(@Query() query: CoverageQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const report = await this.coverage(query);
    void reply.type(SVG);
    return coverageChart(report);
  }
}

function fileName({ by, unit, basis, asOf }: CoverageReport): string {
  return `coverage-${by}-${unit}-${basis}-${asOf}`;
}
