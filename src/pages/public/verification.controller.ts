import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import type { CallerRequest } from '../../accounts/caller.js';
import { Reader } from '../../database/reader.js';
import { VerificationQuery } from '../../reports/reports.dto.js';
import { verificationReport } from '../../reports/verification.query.js';
import { Form } from '../form.js';
import { languageOfPage } from '../language.js';
import { Views } from '../views.service.js';
import { choices } from './choices.query.js';

const FILES = ['csv', 'xlsx'];

/** How much was verified, and whether it still holds. */
@Controller('reports')
@Access('catalogue.read')
export class VerificationPage {
  constructor(
    private readonly reader: Reader,
    private readonly views: Views,
  ) {}

  @Get('verification')
  async verification(
    @Query() sent: object,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const form = await Form.of(VerificationQuery, sent, languageOfPage(request.raw));
    const report = await form.ask((question) =>
      this.reader.snapshot((queries) => verificationReport(queries, question)),
    );
    const rows = report?.rows.filter(({ total }) => total > 0);
    const path = `/api/v1/reports/verification`;
    void reply.status(form.status);
    return this.views.page(request, reply, 'reports/verification', {
      title: this.views.text(request, 'reports:verification'),
      section: '/reports/coverage',
      hasDemonstration: (report?.totals.demonstration ?? 0) > 0,
      data: { json: `${path}?${form.query()}`, csv: `${path}.csv?${form.query()}` },
      form,
      choices: await choices(this.reader),
      report,
      rowName: report?.by.replaceAll('-', '_'),
      rows,
      emptyRows: report && rows ? report.rows.length - rows.length : 0,
      files: FILES.map((format) => ({ format, href: `${path}.${format}?${form.query()}` })),
    });
  }
}
