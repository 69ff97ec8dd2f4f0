import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import type { CallerRequest } from '../../accounts/caller.js';
import { Reader } from '../../database/reader.js';
import { listDay } from '../../procedures/procedure.query.js';
import { comparison } from '../../reports/compare.query.js';
import {
  type FindingKind,
  type Findings,
  findings,
  OVER_CLAIM,
  VIOLATION,
} from '../../reports/findings.query.js';
import { CompareQuery, FindingsQuery, TimelineQuery } from '../../reports/reports.dto.js';
import { timeline } from '../../reports/timeline.query.js';
import { columnChart } from '../charts/columns.js';
import { Form } from '../form.js';
import { formatsOf } from '../formats.js';
import { languageOfPage } from '../language.js';
import { Views } from '../views.service.js';
import { choices } from './choices.query.js';
import { showsDemonstration } from './shows-demonstration.query.js';

const PAGE_SIZE = 50;
const WORST_SHOWN = 10;
/** A file holds all pages of a list. */
const WHOLE = { cursor: undefined, limit: undefined };
const SECTION = '/reports/coverage';
/** The ends of the year whose report the catalogue begins with: what is compared where nothing is asked. */
const FIRST_YEAR = { a: '2011-12-31', b: '2012-12-31' };

/** Reports over time, and the lists that ask for something to be done. */
@Controller('reports')
@Access('catalogue.read')
export class ReportPages {
  constructor(
    private readonly reader: Reader,
    private readonly views: Views,
  ) {}

  @Get('timeline')
  async timeline(
    @Query() sent: object,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const language = languageOfPage(request.raw);
    const usual = { from: FIRST_YEAR.a, to: await listDay(this.reader), step: 'year' };
    const form = await Form.of(TimelineQuery, sent, language, usual);
    const report = await form.ask((question) =>
      this.reader.longSnapshot((queries) => timeline(queries, question)),
    );
    const { day } = formatsOf(language);
    const columns = report?.points.map(({ asOf, none, exact }) => ({
      label: report.step === 'year' ? asOf.slice(0, 4) : day(asOf),
      counts: [none, exact[1], exact[2], exact[3]] as const,
    }));
    void reply.status(form.status);
    return this.views.page(request, reply, 'reports/timeline', {
      title: this.views.text(request, 'reports:timeline'),
      section: SECTION,
      hasDemonstration: report?.points.some(({ demonstration }) => demonstration > 0),
      data: {
        json: `/api/v1/reports/timeline?${form.query()}`,
        csv: `/api/v1/reports/timeline.csv?${form.query(WHOLE)}`,
      },
      form,
      choices: await choices(this.reader),
      report,
      chart: columns && columnChart(columns),
    });
  }

  @Get('compare')
  async compare(
    @Query() sent: object,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const form = await Form.of(CompareQuery, sent, languageOfPage(request.raw), FIRST_YEAR);
    const report = await form.ask(({ limit = PAGE_SIZE, cursor, ...question }) =>
      this.reader.longSnapshot((queries) => comparison(queries, question, limit, cursor)),
    );
    void reply.status(form.status);
    return this.views.page(request, reply, 'reports/compare', {
      title: this.views.text(request, 'reports:compare'),
      section: SECTION,
      hasDemonstration: report && report.a.demonstration + report.b.demonstration > 0,
      data: {
        json: `/api/v1/reports/compare?${form.query()}`,
        csv: `/api/v1/reports/compare.csv?${form.query(WHOLE)}`,
      },
      form,
      choices: await choices(this.reader),
      report,
    });
  }

  @Get('violations')
  violations(
    @Query() sent: object,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.findings(VIOLATION, 'violations', sent, request, reply);
  }

  @Get('over-claims')
  overClaims(
    @Query() sent: object,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.findings(OVER_CLAIM, 'over-claims', sent, request, reply);
  }

  private async findings(
    kind: FindingKind,
    name: 'violations' | 'over-claims',
    sent: object,
    request: CallerRequest,
    reply: FastifyReply,
  ): Promise<string> {
    const form = await Form.of(FindingsQuery, sent, languageOfPage(request.raw));
    const report = await form.ask(({ limit = PAGE_SIZE, cursor, ...question }) =>
      this.reader.longSnapshot((queries) => findings(queries, kind, question, limit, cursor)),
    );
    void reply.status(form.status);
    return this.views.page(request, reply, 'reports/findings', {
      title: this.views.text(request, `reports:title_${kind.state}`),
      section: SECTION,
      hasDemonstration:
        report !== undefined &&
        (await showsDemonstration(
          this.reader,
          report.rows.map(({ service_id }) => service_id),
        )),
      data: {
        json: `/api/v1/reports/${name}?${form.query()}`,
        csv: `/api/v1/reports/${name}.csv?${form.query(WHOLE)}`,
      },
      form,
      choices: await choices(this.reader),
      kind: kind.state,
      name,
      report,
      worst: worstRates(report?.rates ?? []),
    });
  }
}

/** Agencies where something was found, those with the most first, as many as are read at a glance. */
function worstRates(rates: Findings['rates']): Findings['rates'] {
  return rates
    .filter(({ rate }) => rate.numerator > 0)
    .sort((a, b) => b.rate.numerator - a.rate.numerator)
    .slice(0, WORST_SHOWN);
}
