import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { Reader } from '../database/reader.js';
import { Describe } from '../http/describe.js';
import { VerificationQuery } from './reports.dto.js';
import { VERIFICATION } from './reports.schema.js';
import { csvOf, xlsxOf } from './table-files.js';
import { type VerificationReport, verificationReport } from './verification.query.js';
import { verificationTable } from './verification-table.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** How much was verified, and whether it still holds. */
@Controller('api/v1/reports')
@Access('catalogue.read')
export class VerificationController {
  constructor(private readonly reader: Reader) {}

  @Get('verification')
  @Describe({
    summary:
      'How much was verified, what has changed since, what was claimed too much, and levels by their basis',
    tag: 'reports',
    answers: { 200: VERIFICATION },
    problems: [404],
  })
  report(@Query() query: VerificationQuery): Promise<VerificationReport> {
    return this.reader.snapshot((queries) => verificationReport(queries, query));
  }

  @Get('verification.csv')
  @Describe({
    summary: 'The verification report as CSV (UTF-8 with a byte order mark)',
    tag: 'reports',
    answers: { 200: { mediaType: 'text/csv' } },
    problems: [404],
  })
  async csv(
    @Query() query: VerificationQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const report = await this.report(query);
    void reply.type('text/csv; charset=utf-8').header('content-disposition', disposition(report, 'csv'));
    return csvOf(verificationTable(report));
  }

  @Get('verification.xlsx')
  @Describe({
    summary: 'The verification report as a spreadsheet',
    tag: 'reports',
    answers: { 200: { mediaType: XLSX } },
    problems: [404],
  })
  async xlsx(
    @Query() query: VerificationQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const report = await this.report(query);
    void reply.type(XLSX).header('content-disposition', disposition(report, 'xlsx'));
    return xlsxOf(verificationTable(report), 'verification', report.asOf);
  }
}

function disposition({ by, asOf }: VerificationReport, format: string): string {
  return `attachment; filename="verification-${by}-${asOf}.${format}"`;
}
