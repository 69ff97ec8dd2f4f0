import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../accounts/caller.js';
import { CLOCK, type Clock } from '../../database/database.module.js';
import { Reader } from '../../database/reader.js';
import { civilToday } from '../../domain/dates/civil-date.js';
import { Problem } from '../../http/problem.js';
import { inTheWayOf, type JudgedCriterion } from '../../public-services/assessment.query.js';
import { DeclarationsService } from '../../public-services/declarations.service.js';
import { historyOf } from '../../public-services/history.query.js';
import { DeclareLevel } from '../../public-services/public-services.dto.js';
import { ServicePath } from '../../publication/services.dto.js';
import { goTo } from '../go-to.js';
import { Views } from '../views.service.js';
import { checked } from './checked-input.js';
import { type PageFault, pageFaults } from './page-faults.js';
import { sentForm } from './sent-form.js';
import { type ServiceOnDesk, serviceOnDesk } from './service-desk.query.js';

interface Typed {
  level: string;
  effectiveFrom: string;
  note: string;
}

interface Refusal {
  faults?: PageFault[];
  /** Everything that the level lacks. */
  missing?: JudgedCriterion[];
  isStale?: boolean;
}

const LEVELS = [1, 2, 3] as const;

@Controller('desk/services/:id')
@Access('service.declare')
export class DeclarePagesController {
  constructor(
    private readonly reader: Reader,
    private readonly declarations: DeclarationsService,
    private readonly views: Views,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('declare')
  async form(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ServicePath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const service = await this.read(caller, id);
    const { supportedLevel } = service.assessment;
    const level = supportedLevel === null ? '' : String(supportedLevel);
    return this.page(request, reply, service, { level, effectiveFrom: this.today(), note: '' }, {});
  }

  @Post('declare')
  async declare(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ServicePath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const form = sentForm(request);
    const typed = {
      level: form.text('level'),
      effectiveFrom: form.text('effectiveFrom'),
      note: form.text('note'),
    };
    try {
      const input = await checked(DeclareLevel, {
        ...(typed.level === '' ? {} : { level: Number(typed.level) }),
        ...(typed.effectiveFrom === '' ? {} : { effectiveFrom: typed.effectiveFrom }),
        ...(typed.note === '' ? {} : { note: typed.note }),
      });
      const headers = { 'if-match': form.raw('version') };
      const { declaration } = await this.declarations.declare(caller, id, input, { headers });
      return goTo(request, reply, `/desk/services/${id}/declared?no=${declaration.no}`);
    } catch (error) {
      if (!(error instanceof Problem) || ![400, 409, 412, 422, 428].includes(error.status)) throw error;
      const service = await this.read(caller, id);
      void reply.status(error.status === 428 ? 412 : error.status);
      return this.page(request, reply, service, typed, this.refusalOf(request, error));
    }
  }

  @Get('declared')
  async declared(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ServicePath,
    @Query('no') no: string | undefined,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { service, history } = await this.reader.snapshot(async (queries) => ({
      service: await serviceOnDesk(queries, caller, id, this.today()),
      history: await historyOf(queries, id, true),
    }));
    const declaration =
      history.declarations.find((one) => String(one.no) === no) ?? history.declarations.at(-1);
    if (!declaration) throw new Problem(404, 'not_found');
    return this.views.page(request, reply, 'desk/declared', {
      title: this.views.text(request, 'deskServices:declaredTitle'),
      desk: '/desk/services',
      hasDemonstration: service.demonstration,
      service,
      declaration,
      today: this.today(),
    });
  }

  private refusalOf(request: CallerRequest, problem: Problem): Refusal {
    if (problem.code === 'level_not_supported')
      return { missing: problem.details.extra!['criteria'] as JudgedCriterion[] };
    if (problem.status === 412 || problem.status === 428) return { isStale: true };
    return {
      faults: pageFaults(this.views, request, problem, (pointer) => {
        const field = pointer.slice(1);
        return { field, title: this.views.text(request, `deskServices:declare_${field}`) };
      }),
    };
  }

  private page(
    request: CallerRequest,
    reply: FastifyReply,
    service: ServiceOnDesk,
    typed: Typed,
    refusal: Refusal,
  ): string {
    return this.views.page(request, reply, 'desk/declare', {
      title: this.views.text(request, 'deskServices:declareTitle'),
      desk: '/desk/services',
      hasDemonstration: service.demonstration,
      service,
      typed,
      levels: LEVELS.map((level) => ({ level, missing: inTheWayOf(level, service.assessment).length })),
      ...refusal,
    });
  }

  private today(): string {
    return civilToday(this.clock());
  }

  private read(caller: Caller, id: string): Promise<ServiceOnDesk> {
    return this.reader.snapshot((queries) => serviceOnDesk(queries, caller, id, this.today()));
  }
}
