import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { Reader } from '../../../database/reader.js';
import type { FormValues } from '../../../http/form-body.js';
import { etagOfJson } from '../../../http/preconditions.js';
import { Problem } from '../../../http/problem.js';
import { planHeads, planOf } from '../../../plans/plan.query.js';
import { FIRST_YEAR, LAST_YEAR, PlanPath } from '../../../plans/plans.dto.js';
import { Plans } from '../../../plans/plans.service.js';
import { planYear } from '../../../plans/progress.query.js';
import { goTo } from '../../go-to.js';
import { Views } from '../../views.service.js';
import type { PageFault } from '../page-faults.js';
import { refusedForm } from '../refused-form.js';
import { SentForm } from '../sent-form.js';
import { LINE_KINDS } from './typed-line.js';

const PATH = '/desk/plans';
const DONE = ['line', 'changed', 'withdrawn', 'approved'];

/** The plans of the years, and one plan with the state of its lines. */
@Controller('desk/plans')
@Access('plan.manage')
export class PlanPagesController {
  constructor(
    private readonly reader: Reader,
    private readonly plans: Plans,
    private readonly views: Views,
  ) {}

  @Get()
  async list(
    @Query('year') year: string | undefined,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const typed = year?.trim();
    const isYear = typed !== undefined && /^\d{4}$/.test(typed) && isPlanYear(Number(typed));
    if (isYear) return goTo(request, reply, `${PATH}/${typed}`);
    const faults: PageFault[] = [];
    if (typed !== undefined) {
      void reply.status(400);
      const text = this.views.text(request, 'deskPlans:fault_year', { first: FIRST_YEAR, last: LAST_YEAR });
      faults.push({ field: 'year', text });
    }
    return this.views.page(request, reply, 'desk/planner/plans', {
      title: this.views.text(request, 'deskPlans:title'),
      desk: PATH,
      data: { json: '/api/v1/plans' },
      plans: await planHeads(this.reader),
      typed: typed ?? '',
      faults,
    });
  }

  @Get(':year')
  one(
    @Param() { year }: PlanPath,
    @Query('done') done: string | undefined,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const text = DONE.includes(done ?? '') ? this.views.text(request, `deskPlans:done_${done}`) : '';
    return this.page(request, reply, year, { done: text });
  }

  @Post(':year/approve')
  async approve(
    @CurrentCaller() caller: Caller,
    @Param() { year }: PlanPath,
    @SentForm() form: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    try {
      if (form.raw('sure') !== 'yes') {
        void reply.status(400);
        const title = this.views.text(request, 'deskPlans:approveSure');
        const text = `${title}: ${this.views.text(request, 'desk:fault_required')}`;
        return await this.page(request, reply, year, { faults: [{ field: 'sure', text }] });
      }
      await this.plans.approve(caller, { headers: { 'if-match': form.raw('version') } }, year);
      return goTo(request, reply, `${PATH}/${year}?done=approved`);
    } catch (error) {
      // The same form sent twice, or a plan that has meanwhile changed: the page shows it as it stands now.
      const { faults, isStale } = refusedForm(this.views, request, reply, error, () => ({
        field: 'main-content',
        title: '',
      }));
      return this.page(request, reply, year, {
        faults: isStale
          ? [{ field: 'lines', text: this.views.text(request, 'deskPlans:approveStale') }]
          : faults,
      });
    }
  }

  private async page(
    request: CallerRequest,
    reply: FastifyReply,
    year: number,
    shown: { done?: string; faults?: PageFault[] },
  ): Promise<string> {
    const found = await this.reader.snapshot(async (queries) => ({
      plan: await planOf(queries, year),
      progress: await planYear(queries, year),
    }));
    if (!found.plan && shown.faults) throw new Problem(404, 'not_found');
    const lines = found.progress?.lines ?? [];
    return this.views.page(request, reply, 'desk/planner/plan', {
      title: this.views.text(request, 'deskPlans:titleOfYear', { year }),
      desk: PATH,
      ...(found.plan ? { data: { json: `/api/v1/plans/${year}` } } : {}),
      hasDemonstration: (found.progress?.catalogueNote ?? null) !== null,
      year,
      plan: found.plan,
      asOf: found.progress?.asOf,
      lines,
      // Those of the baseline stand among the lines, with their end.
      withdrawn: found.plan?.lines.filter(
        ({ no, withdrawnAt }) => withdrawnAt !== null && !lines.some((line) => line.no === no),
      ),
      missed: lines.filter(({ state }) => state === 'missed').length,
      late: lines.filter(({ state }) => state === 'late').length,
      version: found.plan ? etagOfJson(found.plan) : '',
      kinds: LINE_KINDS,
      ...shown,
    });
  }
}

function isPlanYear(year: number): boolean {
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}
