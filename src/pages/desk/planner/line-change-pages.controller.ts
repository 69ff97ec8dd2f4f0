import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { Reader } from '../../../database/reader.js';
import type { FormValues } from '../../../http/form-body.js';
import { etagOfJson } from '../../../http/preconditions.js';
import { notFound } from '../../../http/problem.js';
import { indicatorsOf } from '../../../plans/indicator.query.js';
import { faultsOfLine } from '../../../plans/line-rules.js';
import { PlanLines } from '../../../plans/plan-lines.service.js';
import { type KeptLine, type Plan, planOf } from '../../../plans/plan.query.js';
import { ChangePlanLine, PlanLinePath, WithdrawPlanLine } from '../../../plans/plans.dto.js';
import { goTo } from '../../go-to.js';
import { choices } from '../../public/choices.query.js';
import { Views } from '../../views.service.js';
import { checked, checkedWith } from '../checked-input.js';
import { type Refusal, refusedForm } from '../refused-form.js';
import { SentForm } from '../sent-form.js';
import {
  bodyOfChange,
  changeFields,
  STATED_FIELDS,
  type Typed,
  typedLine,
  typedOfLine,
} from './typed-line.js';

const PATH = '/desk/plans';

/** Changes a line of a plan, or withdraws it; of an approved plan with a reason. */
@Controller('desk/plans/:year/lines/:no')
@Access('plan.manage')
export class LineChangePagesController {
  constructor(
    private readonly reader: Reader,
    private readonly lines: PlanLines,
    private readonly views: Views,
  ) {}

  @Get()
  form(
    @Param() path: PlanLinePath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.page(request, reply, path, undefined, undefined);
  }

  @Post()
  async change(
    @CurrentCaller() caller: Caller,
    @Param() path: PlanLinePath,
    @SentForm() form: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { plan, line } = await this.present(path);
    const typed = typedLine(line.kind, form);
    try {
      const change = await checkedWith(ChangePlanLine, bodyOfChange(line.kind, typed), (read) =>
        faultsOfLine({ ...line, ...read, reason: read.reason ?? null }, path.year, plan.state === 'approved'),
      );
      await this.lines.change(caller, seenBy(form), path, change);
      return goTo(request, reply, `${PATH}/${path.year}?done=changed`);
    } catch (error) {
      return this.page(request, reply, path, typed, this.refusal(request, reply, error));
    }
  }

  @Post('withdraw')
  async withdraw(
    @CurrentCaller() caller: Caller,
    @Param() path: PlanLinePath,
    @SentForm() form: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { line } = await this.present(path);
    const withdrawalReason = form.text('withdrawalReason');
    try {
      const given = withdrawalReason === '' ? {} : { reason: withdrawalReason };
      const { reason } = await checked(WithdrawPlanLine, given);
      await this.lines.withdraw(caller, seenBy(form), path, reason);
      return goTo(request, reply, `${PATH}/${path.year}?done=withdrawn`);
    } catch (error) {
      const refusal = this.refusal(request, reply, error, 'withdrawalReason');
      return this.page(request, reply, path, { ...typedOfLine(line.kind, line), withdrawalReason }, refusal);
    }
  }

  private async present({ year, no }: PlanLinePath): Promise<{ plan: Plan; line: KeptLine }> {
    const plan = await this.reader.snapshot((queries) => planOf(queries, year));
    const line = plan?.lines.find((one) => one.no === no);
    if (!plan || !line) throw notFound();
    return { plan, line };
  }

  /** @param reasonField the field of the form that holds the reason */
  private refusal(
    request: CallerRequest,
    reply: FastifyReply,
    error: unknown,
    reasonField = 'reason',
  ): Refusal {
    return refusedForm(this.views, request, reply, error, (pointer) => {
      const field = pointer === '/reason' ? reasonField : pointer.slice(1);
      return { field, title: this.views.text(request, `deskPlans:field_${field}`) };
    });
  }

  private async page(
    request: CallerRequest,
    reply: FastifyReply,
    path: PlanLinePath,
    typed: Typed | undefined,
    refusal: Refusal | undefined,
  ): Promise<string> {
    const { plan, line } = await this.present(path);
    const { year, no } = path;
    const fields = changeFields(line.kind);
    const statedFields = line.kind === 'strand' ? [] : STATED_FIELDS;
    const saved = typedOfLine(line.kind, line);
    const mine = typed ?? saved;
    const differs = [...fields, ...statedFields].filter(
      (field) => field !== 'reason' && mine[field] !== saved[field],
    );
    return this.views.page(request, reply, 'desk/planner/line-change', {
      title: this.views.text(request, 'deskPlans:changeTitle', { no, year }),
      desk: PATH,
      data: { json: `/api/v1/plans/${year}` },
      year,
      line,
      fields,
      statedFields,
      choices: {
        agencies: (await choices(this.reader)).agencies,
        indicators: await this.reader.snapshot((queries) => indicatorsOf(queries, { year })),
        isApproved: plan.state === 'approved',
      },
      typed: mine,
      version: etagOfJson(plan),
      conflict: refusal?.isStale
        ? differs.map((field) => ({
            title: this.views.text(request, `deskPlans:field_${field}`),
            mine: mine[field],
            theirs: saved[field],
          }))
        : undefined,
      faults: refusal?.faults ?? [],
    });
  }
}

/** The state of the plan that the form was opened on. */
function seenBy(form: FormValues): { headers: { 'if-match': string } } {
  return { headers: { 'if-match': form.raw('version') } };
}
