import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { Reader } from '../../../database/reader.js';
import { groupBy } from '../../../domain/group-by.js';
import type { FormValues } from '../../../http/form-body.js';
import { etagOfJson, requireIfMatch } from '../../../http/preconditions.js';
import { notFound } from '../../../http/problem.js';
import { groupTitle } from '../../../plans/indicator-groups.js';
import { indicatorsOf } from '../../../plans/indicator.query.js';
import { AddMeasurement, CreateIndicator, IndicatorPath } from '../../../plans/indicators.dto.js';
import { Indicators } from '../../../plans/indicators.service.js';
import { COMPARATORS, faultsOfMeasurement } from '../../../plans/measurement-rules.js';
import { goTo } from '../../go-to.js';
import { Views } from '../../views.service.js';
import { checked, checkedWith } from '../checked-input.js';
import { type Refusal, refusedForm } from '../refused-form.js';
import { SentForm } from '../sent-form.js';

const PATH = '/desk/indicators';
const DONE = ['measured', 'created'];
const NEW_FIELDS = ['id', 'group', 'name', 'nameEn', 'unit'];
const FIELDS = ['planYear', 'period', 'comparator', 'value', 'quote', 'source'];

type Typed = Record<string, string>;

/** Figures that a yearly report states: what they are, and all that was ever recorded of them. */
@Controller('desk/indicators')
@Access('plan.manage')
export class IndicatorPagesController {
  constructor(
    private readonly reader: Reader,
    private readonly indicators: Indicators,
    private readonly views: Views,
  ) {}

  @Get()
  list(@Req() request: CallerRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.listPage(request, reply, {}, undefined);
  }

  @Post()
  async create(
    @CurrentCaller() caller: Caller,
    @SentForm() form: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const typed = Object.fromEntries(NEW_FIELDS.map((field) => [field, form.text(field)]));
    try {
      const { id } = await this.indicators.create(caller, await checked(CreateIndicator, given(typed)));
      return goTo(request, reply, `${PATH}/${id}?done=created`);
    } catch (error) {
      return this.listPage(request, reply, typed, this.refusal(request, reply, error));
    }
  }

  @Get(':id')
  one(
    @Param() { id }: IndicatorPath,
    @Query('done') done: string | undefined,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.onePage(request, reply, id, undefined, undefined, done ?? '');
  }

  @Post(':id')
  async measure(
    @CurrentCaller() caller: Caller,
    @Param() { id }: IndicatorPath,
    @SentForm() form: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const typed = Object.fromEntries(FIELDS.map((field) => [field, form.text(field)]));
    try {
      const { planYear = '' } = typed;
      const body = { ...given(typed), ...(/^\d{1,9}$/.test(planYear) ? { planYear: Number(planYear) } : {}) };
      const measurement = await checkedWith(AddMeasurement, body, ({ comparator, value }) =>
        comparator === undefined || !COMPARATORS.includes(comparator)
          ? []
          : faultsOfMeasurement(comparator, value),
      );
      await this.indicators.measure(caller, id, measurement, (present) =>
        requireIfMatch({ headers: { 'if-match': form.raw('version') } }, [etagOfJson(present)]),
      );
      return goTo(request, reply, `${PATH}/${id}?done=measured`);
    } catch (error) {
      return this.onePage(request, reply, id, typed, this.refusal(request, reply, error), '');
    }
  }

  private async listPage(
    request: CallerRequest,
    reply: FastifyReply,
    typed: Typed,
    refusal: Refusal | undefined,
  ): Promise<string> {
    const all = await this.reader.snapshot((queries) => indicatorsOf(queries));
    const groups = [...groupBy(all, ({ group }) => group)];
    return this.views.page(request, reply, 'desk/planner/indicators', {
      title: this.views.text(request, 'deskIndicators:title'),
      desk: PATH,
      data: { json: '/api/v1/indicators' },
      groups: groups.map(([group, items]) => ({ group, ...groupTitle(group), items })),
      typed,
      faults: refusal?.faults ?? [],
    });
  }

  private async onePage(
    request: CallerRequest,
    reply: FastifyReply,
    id: string,
    typed: Typed | undefined,
    refusal: Refusal | undefined,
    done: string,
  ): Promise<string> {
    const [indicator] = await this.reader.snapshot((queries) => indicatorsOf(queries, { id }));
    if (!indicator) throw notFound();
    return this.views.page(request, reply, 'desk/planner/indicator', {
      title: indicator.name,
      desk: PATH,
      data: { json: `/api/v1/indicators/${id}` },
      indicator,
      groupTitle: groupTitle(indicator.group),
      comparators: COMPARATORS,
      version: etagOfJson(indicator),
      typed: typed ?? { comparator: '=' },
      isStale: refusal?.isStale ?? false,
      faults: refusal?.faults ?? [],
      done: DONE.includes(done) ? this.views.text(request, `deskIndicators:done_${done}`) : '',
    });
  }

  private refusal(request: CallerRequest, reply: FastifyReply, error: unknown): Refusal {
    return refusedForm(this.views, request, reply, error, (pointer) => {
      const field = pointer.slice(1);
      return { field, title: this.views.text(request, `deskIndicators:field_${field}`) };
    });
  }
}

/** Fields that were left empty say nothing. */
function given(typed: Typed): Typed {
  return Object.fromEntries(Object.entries(typed).filter(([, text]) => text !== ''));
}
