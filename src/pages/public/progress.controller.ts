import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import type { CallerRequest } from '../../accounts/caller.js';
import { Reader } from '../../database/reader.js';
import { notFound } from '../../http/problem.js';
import { PlanPath } from '../../plans/plans.dto.js';
import { planYear } from '../../plans/progress.query.js';
import { LIST_WORDS } from '../../reports/list-link.js';
import { burnUpChart } from '../charts/burn-up.js';
import { Views } from '../views.service.js';

/** The plan year and its report on one page. */
@Controller('progress')
@Access('catalogue.read')
export class ProgressPage {
  constructor(
    private readonly reader: Reader,
    private readonly views: Views,
  ) {}

  @Get(':year')
  async one(
    @Param() { year }: PlanPath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const found = await this.reader.longSnapshot((queries) => planYear(queries, year));
    if (!found) throw notFound();
    return this.views.page(request, reply, 'progress', {
      title: this.views.text(request, 'progress:title', { year }),
      section: '/progress/2012',
      hasDemonstration: found.catalogueNote !== null,
      data: { json: `/api/v1/progress/${year}` },
      year: found,
      listWords: LIST_WORDS,
      chart: found.burnUp.length > 0 ? burnUpChart(found.burnUp) : null,
    });
  }
}
