import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../accounts/caller.js';
import { CLOCK, type Clock } from '../../database/database.module.js';
import { Reader } from '../../database/reader.js';
import { civilToday } from '../../domain/dates/civil-date.js';
import type { FormValues } from '../../http/form-body.js';
import { Problem } from '../../http/problem.js';
import { CloseService, ReopenService } from '../../public-services/public-services.dto.js';
import { ServiceLife } from '../../public-services/service-life.service.js';
import { ServicePath } from '../../publication/services.dto.js';
import { goTo } from '../go-to.js';
import { Views } from '../views.service.js';
import { checked } from './checked-input.js';
import { lifeOnDesk } from './life.query.js';
import { type PageFault, pageFaults } from './page-faults.js';
import { sentForm } from './sent-form.js';

const DONE = ['opened', 'closed', 'reopened'];

interface Shown {
  done?: string;
  faults?: PageFault[];
  typed?: { validTo: string; validFrom: string; reason: string };
  isStale?: boolean;
}

/** Closes a service with its reason, and opens it again. */
@Controller('desk/services/:id/life')
@Access('service.edit')
export class LifePagesController {
  constructor(
    private readonly reader: Reader,
    private readonly life: ServiceLife,
    private readonly views: Views,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  one(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ServicePath,
    @Query('done') done: string | undefined,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const text = DONE.includes(done ?? '') ? this.views.text(request, `deskLife:done_${done}`) : '';
    return this.page(caller, id, request, reply, { done: text });
  }

  @Post('close')
  close(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ServicePath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const input = (form: FormValues) =>
      checked(CloseService, { validTo: form.given('validTo'), reason: form.given('reason') });
    return this.move('closed', caller, id, request, reply, input, async (closing, form) => {
      await this.life.close(caller, id, closing, { headers: { 'if-match': form.raw('version') } });
    });
  }

  @Post('reopen')
  reopen(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ServicePath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const input = (form: FormValues) => checked(ReopenService, { validFrom: form.given('validFrom') });
    return this.move('reopened', caller, id, request, reply, input, async (reopening) => {
      await this.life.reopen(caller, id, reopening);
    });
  }

  /** What refuses a move is told on the page, with what was typed; all of it at once, the missing tick too. */
  private async move<Input>(
    done: 'closed' | 'reopened',
    caller: Caller,
    id: string,
    request: CallerRequest,
    reply: FastifyReply,
    inputOf: (form: FormValues) => Promise<Input>,
    step: (input: Input, form: FormValues) => Promise<void>,
  ): Promise<string> {
    const form = sentForm(request);
    const [validTo, validFrom, reason] = [form.text('validTo'), form.text('validFrom'), form.raw('reason')];
    const typed = { validTo, validFrom, reason };
    const unsure = { field: 'sure', text: this.views.text(request, 'deskLife:notSure') };
    const missing = form.has('sure') ? [] : [unsure];
    try {
      const input = await inputOf(form);
      if (missing.length > 0) {
        void reply.status(400);
        return await this.page(caller, id, request, reply, { faults: missing, typed });
      }
      await step(input, form);
      return goTo(request, reply, `/desk/services/${id}/life?done=${done}`);
    } catch (error) {
      if (!(error instanceof Problem) || ![400, 409, 412, 422, 428].includes(error.status)) throw error;
      const isStale = error.status === 412 || error.status === 428;
      void reply.status(isStale ? 412 : error.status);
      const faults = isStale ? [] : [...this.faultsOf(request, error), ...missing];
      return this.page(caller, id, request, reply, { faults, typed, isStale });
    }
  }

  private faultsOf(request: CallerRequest, problem: Problem): PageFault[] {
    return pageFaults(this.views, request, problem, (pointer) => {
      const field = pointer.slice(1);
      return { field, title: this.views.text(request, `deskLife:field_${field}`) };
    });
  }

  private async page(
    caller: Caller,
    id: string,
    request: CallerRequest,
    reply: FastifyReply,
    shown: Shown,
  ): Promise<string> {
    const today = civilToday(this.clock());
    const service = await this.reader.snapshot((queries) => lifeOnDesk(queries, caller, id, today));
    return this.views.page(request, reply, 'desk/life', {
      title: this.views.text(request, `deskLife:${service.validTo === null ? 'closeTitle' : 'reopenTitle'}`),
      desk: '/desk/services',
      service,
      today,
      typed: { validTo: '', validFrom: today, reason: '' },
      ...shown,
    });
  }
}
