import { Body, Controller, Get, HttpCode, Param, Patch, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { type Caller, CurrentCaller } from '../accounts/caller.js';
import { Reader } from '../database/reader.js';
import { Describe } from '../http/describe.js';
import { AlsoTells } from '../http/further-rules.js';
import { notFound } from '../http/problem.js';
import { alsoOfChangedLine, alsoOfNewLine } from './line-faults.js';
import { type Plan, planHeads, planOf } from './plan.query.js';
import { titleOfPlan } from './plan-title.js';
import { AddPlanLine, ChangePlanLine, PlanLinePath, PlanPath, WithdrawPlanLine } from './plans.dto.js';
import { PLAN, PLANS } from './plans.schema.js';
import { PlanLines } from './plan-lines.service.js';
import { Plans } from './plans.service.js';

/** Plans of years: what has to reach a level, and by when. */
@Controller('api/v1/plans')
export class PlansController {
  constructor(
    private readonly reader: Reader,
    private readonly plans: Plans,
    private readonly lines: PlanLines,
  ) {}

  @Get()
  @Access('catalogue.read')
  @Describe({ summary: 'All plans, the latest year first', tag: 'plans', answers: { 200: PLANS } })
  async list(): Promise<unknown> {
    const items = await planHeads(this.reader);
    return { items, next: null, total: items.length };
  }

  @Get(':year')
  @Access('catalogue.read')
  @Describe({
    summary: 'One year’s plan with its lines and, once approved, its baseline',
    tag: 'plans',
    answers: { 200: PLAN },
    problems: [404],
    examples: { year: '2012' },
  })
  async one(@Param() { year }: PlanPath): Promise<Plan> {
    const plan = await this.reader.snapshot((queries) => planOf(queries, year));
    if (!plan) throw notFound();
    return plan;
  }

  @Post(':year/lines')
  @Access('plan.manage')
  @AlsoTells<AddPlanLine, PlanPath>(alsoOfNewLine)
  @Describe({
    summary: 'Add a line; the first begins the plan, and one added after approval needs its reason',
    tag: 'plans',
    answers: { 201: PLAN },
    problems: [422],
    ifMatch: 'optional',
    examples: { year: '2013' },
  })
  addLine(
    @Param() { year }: PlanPath,
    @Body() { planTitle, planTitleEn, ...line }: AddPlanLine,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<Plan> {
    return this.plans.addLine(caller, request, year, line, titleOfPlan(year, planTitle, planTitleEn));
  }

  @Patch(':year/lines/:no')
  @Access('plan.manage')
  @AlsoTells<ChangePlanLine, PlanLinePath>(alsoOfChangedLine)
  @Describe({
    summary: 'Change what a line asks for; after approval with a reason, and the baseline stays',
    tag: 'plans',
    answers: { 200: PLAN },
    problems: [404, 409, 422],
    ifMatch: 'required',
    examples: { year: '2013', no: '1' },
  })
  changeLine(
    @Param() path: PlanLinePath,
    @Body() change: ChangePlanLine,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<Plan> {
    return this.lines.change(caller, request, path, change);
  }

  @Post(':year/lines/:no/withdraw')
  @HttpCode(200)
  @Access('plan.manage')
  @Describe({
    summary: 'Withdraw a line with a reason: it stays to be read, and asks for nothing any more',
    tag: 'plans',
    answers: { 200: PLAN },
    problems: [404, 409],
    ifMatch: 'required',
    examples: { year: '2013', no: '1' },
  })
  withdrawLine(
    @Param() path: PlanLinePath,
    @Body() { reason }: WithdrawPlanLine,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<Plan> {
    return this.lines.withdraw(caller, request, path, reason);
  }

  @Post(':year/approve')
  @HttpCode(200)
  @Access('plan.manage')
  @Describe({
    summary: 'Approve the plan: its lines become the baseline, which stays',
    tag: 'plans',
    answers: { 200: PLAN },
    problems: [404, 409, 422],
    ifMatch: 'required',
    examples: { year: '2012' },
  })
  approve(
    @Param() { year }: PlanPath,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<Plan> {
    return this.plans.approve(caller, request, year);
  }
}
