import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import type { CallerRequest } from '../../accounts/caller.js';
import { Reader } from '../../database/reader.js';
import { CivilDate, Optional } from '../../http/input.js';
import { coverageReport } from '../../reports/coverage.query.js';
import { countedProcedures } from '../../reports/counted-procedures.query.js';
import { CountedProceduresQuery, CoverageQuery } from '../../reports/reports.dto.js';
import { Form } from '../form.js';
import { languageOfPage } from '../language.js';
import { Views } from '../views.service.js';
import { choices } from './choices.query.js';

const PAGE_SIZE = 50;
const FILES = ['csv', 'xlsx', 'svg'];

class CoveragePageQuery extends CoverageQuery {
  /** A day beside whose numbers those of the report are put. */
  @Optional() @CivilDate() compareWith?: string;
}

/** How many services, or procedures, reach each level, and the procedures behind such a number. */
@Controller('reports')
@Access('catalogue.read')
export class CoveragePage {
  constructor(
    private readonly reader: Reader,
    private readonly views: Views,
  ) {}

  @Get('coverage')
  async coverage(
    @Query() sent: object,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const form = await Form.of(CoveragePageQuery, sent, languageOfPage(request.raw));
    const found = await form.ask(({ compareWith, ...question }) =>
      this.reader.longSnapshot(async (queries) => ({
        report: await coverageReport(queries, question),
        before: compareWith && (await coverageReport(queries, { ...question, asOf: compareWith })),
      })),
    );
    const { report, before } = found ?? {};
    const then = new Map(before ? before.rows.map((row) => [row.key, row]) : []);
    const filled = report?.rows.filter(({ key, total }) => total > 0 || (then.get(key)?.total ?? 0) > 0);
    const question = form.query({ compareWith: undefined });
    void reply.status(form.status);
    return this.views.page(request, reply, 'reports/coverage', {
      title: this.views.text(request, 'reports:coverage'),
      section: '/reports/coverage',
      hasDemonstration: (report?.totals.demonstration ?? 0) > 0,
      data: {
        json: `/api/v1/reports/coverage?${question}`,
        csv: `/api/v1/reports/coverage.csv?${question}`,
      },
      form,
      choices: await choices(this.reader),
      report,
      before,
      rowName: report?.by.replaceAll('-', '_'),
      rows: filled?.map((row) => ({ ...row, before: then.get(row.key) })),
      emptyRows: report && filled ? report.rows.length - filled.length : 0,
      files: FILES.map((format) => ({ format, href: `/api/v1/reports/coverage.${format}?${question}` })),
    });
  }

  @Get('procedures')
  async procedures(
    @Query() sent: object,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const form = await Form.of(CountedProceduresQuery, sent, languageOfPage(request.raw));
    const page = await form.ask(({ limit = PAGE_SIZE, cursor, ...filter }) =>
      this.reader.longSnapshot((queries) => countedProcedures(queries, filter, limit, cursor)),
    );
    void reply.status(form.status);
    return this.views.page(request, reply, 'reports/procedures', {
      title: this.views.text(request, 'reports:procedures'),
      section: '/reports/coverage',
      data: { json: `/api/v1/reports/procedures?${form.query()}` },
      form,
      page,
    });
  }
}
