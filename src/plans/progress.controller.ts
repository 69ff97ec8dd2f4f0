import { Controller, Get, Param } from '@nestjs/common';
import { Access } from '../accounts/access.guard.js';
import { Reader } from '../database/reader.js';
import { Describe } from '../http/describe.js';
import { notFound } from '../http/problem.js';
import { PlanPath } from './plans.dto.js';
import { type PlanYear, planYear } from './progress.query.js';
import { PLAN_YEAR } from './progress.schema.js';

/** The year's report on one page. */
@Controller('api/v1/progress')
@Access('catalogue.read')
export class ProgressController {
  constructor(private readonly reader: Reader) {}

  @Get(':year')
  @Describe({
    summary: 'The plan year: targets, what was stated, what the catalogue shows, and every indicator',
    tag: 'plans',
    answers: { 200: PLAN_YEAR },
    problems: [404],
    examples: { year: '2012' },
  })
  async one(@Param() { year }: PlanPath): Promise<PlanYear> {
    const found = await this.reader.longSnapshot((queries) => planYear(queries, year));
    if (!found) throw notFound();
    return found;
  }
}
