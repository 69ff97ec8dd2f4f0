import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { Reader } from '../../../database/reader.js';
import type { FormValues } from '../../../http/form-body.js';
import { OneOf, WholeNumber } from '../../../http/input.js';
import { etagOfJson } from '../../../http/preconditions.js';
import { indicatorsOf } from '../../../plans/indicator.query.js';
import { faultsOfLine } from '../../../plans/line-rules.js';
import { type Plan, planOf } from '../../../plans/plan.query.js';
import { titleOfPlan } from '../../../plans/plan-title.js';
import { AddPlanLine, FIRST_YEAR, LAST_YEAR } from '../../../plans/plans.dto.js';
import { Plans } from '../../../plans/plans.service.js';
import { goTo } from '../../go-to.js';
import { choices } from '../../public/choices.query.js';
import { Views } from '../../views.service.js';
import { checkedWith } from '../checked-input.js';
import { type Refusal, refusedForm } from '../refused-form.js';
import { SentForm } from '../sent-form.js';
import {
  bodyOfLine,
  LINE_FIELDS,
  LINE_KINDS,
  type LineKind,
  STATED_FIELDS,
  type Typed,
  typedLine,
} from './typed-line.js';

const PATH = '/desk/plans';
/** Of a year without a plan: no plan answers by it, so that a form sent twice begins one plan with one line. */
const NO_PLAN = '"no plan yet"';

class LinePath {
  @WholeNumber({ min: FIRST_YEAR, max: LAST_YEAR }) year: number;
  @OneOf(LINE_KINDS) kind: LineKind;
}

/** Adds a line to a plan; after approval this is a change of the plan, with its reason. */
@Controller('desk/plans/:year/add/:kind')
@Access('plan.manage')
export class LinePagesController {
  constructor(
    private readonly reader: Reader,
    private readonly plans: Plans,
    private readonly views: Views,
  ) {}

  @Get()
  form(
    @Param() path: LinePath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.page(request, reply, path, {}, undefined, 0);
  }

  @Post()
  async add(
    @CurrentCaller() caller: Caller,
    @Param() path: LinePath,
    @SentForm() form: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { year, kind } = path;
    const typed = typedLine(kind, form);
    try {
      const plan = await this.plan(year);
      const { planTitle, planTitleEn, ...line } = await checkedWith(
        AddPlanLine,
        bodyOfLine(kind, typed),
        (read) => faultsOfLine({ title: '', ...read, kind }, year, plan?.state === 'approved'),
      );
      const seen = { headers: { 'if-match': form.raw('version') || NO_PLAN } };
      await this.plans.addLine(caller, seen, year, line, titleOfPlan(year, planTitle, planTitleEn));
      return goTo(request, reply, `${PATH}/${year}?done=line`);
    } catch (error) {
      const refusal = refusedForm(this.views, request, reply, error, (pointer) => {
        const field = pointer.slice(1);
        return { field, title: this.views.text(request, `deskPlans:field_${field}`) };
      });
      const seenLines = Number(form.raw('lines')) || 0;
      return this.page(request, reply, path, typed, refusal, seenLines);
    }
  }

  private plan(year: number): Promise<Plan | undefined> {
    return this.reader.snapshot((queries) => planOf(queries, year));
  }

  /** @param seenLines how many lines the plan had when the form was opened */
  private async page(
    request: CallerRequest,
    reply: FastifyReply,
    { year, kind }: LinePath,
    typed: Typed,
    refusal: Refusal | undefined,
    seenLines: number,
  ): Promise<string> {
    const plan = await this.plan(year);
    const indicators = await this.reader.snapshot((queries) => indicatorsOf(queries, { year }));
    return this.views.page(request, reply, 'desk/planner/line', {
      title: this.views.text(request, `deskPlans:add_${kind}`),
      desk: PATH,
      year,
      kind,
      plan,
      fields: LINE_FIELDS[kind].filter((field) => field !== 'reason' || plan?.state === 'approved'),
      statedFields: kind === 'strand' ? [] : STATED_FIELDS,
      choices: {
        agencies: (await choices(this.reader)).agencies,
        indicators,
        isApproved: plan?.state === 'approved',
      },
      typed,
      version: plan ? etagOfJson(plan) : '',
      lineCount: plan?.lines.length ?? 0,
      added: refusal?.isStale ? plan?.lines.filter(({ no }) => no > seenLines) : undefined,
      faults: refusal?.faults ?? [],
    });
  }
}
