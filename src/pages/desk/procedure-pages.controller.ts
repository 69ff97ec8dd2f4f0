import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import { reachOf } from '../../accounts/access-rules.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../accounts/caller.js';
import { Reader } from '../../database/reader.js';
import type { FormValues } from '../../http/form-body.js';
import type { Conditional } from '../../http/preconditions.js';
import { Problem } from '../../http/problem.js';
import { ProcedurePath, PublishInput, ReturnInput } from '../../procedures/procedure.dto.js';
import { ProcedureLife } from '../../procedures/procedure-life.service.js';
import { goTo } from '../go-to.js';
import { Views } from '../views.service.js';
import { checked } from './checked-input.js';
import { placeOfPointer } from './draft-sections.js';
import { reachedAgencies } from './my-agencies.query.js';
import { type PageFault, pageFaults } from './page-faults.js';
import { type ProcedureOnDesk, procedureOnDesk } from './procedure-desk.query.js';
import { sentForm } from './sent-form.js';
import { openDrafts } from './worklist.query.js';

const DONE = ['saved', 'registered', 'submit', 'approve', 'return', 'publish'];

/** Drafts of procedures, from the first line to being made public. */
@Controller('desk/procedures')
@Access('procedure.readDraft')
export class ProcedurePagesController {
  constructor(
    private readonly reader: Reader,
    private readonly life: ProcedureLife,
    private readonly views: Views,
  ) {}

  @Get()
  async list(
    @CurrentCaller() caller: Caller,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const drafts = await this.reader.snapshot(async (queries) => {
      const agencies = await reachedAgencies(queries, caller, 'procedure.readDraft');
      return openDrafts(queries, agencies, ['draft', 'returned', 'submitted', 'approved']);
    });
    return this.views.page(request, reply, 'desk/procedures', {
      title: this.views.text(request, 'deskProcedures:title'),
      desk: '/desk/procedures',
      drafts,
      mayRegister: reachOf('procedure.register', caller.role) !== undefined,
    });
  }

  @Get(':code')
  async one(
    @CurrentCaller() caller: Caller,
    @Param() { code }: ProcedurePath,
    @Query('done') done: string | undefined,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const text = DONE.includes(done ?? '') ? this.views.text(request, `deskProcedures:done_${done}`) : '';
    return this.page(request, reply, await this.read(caller, code), { done: text });
  }

  @Post(':code/submit')
  @Access('procedure.register')
  submit(
    @CurrentCaller() caller: Caller,
    @Param() { code }: ProcedurePath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.move('submit', caller, code, request, reply, (_, current) =>
      this.life.move('submit', caller, code, current),
    );
  }

  @Post(':code/approve')
  @Access('procedure.review')
  approve(
    @CurrentCaller() caller: Caller,
    @Param() { code }: ProcedurePath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.move('approve', caller, code, request, reply, (_, current) =>
      this.life.move('approve', caller, code, current),
    );
  }

  @Post(':code/return')
  @Access('procedure.review')
  sendBack(
    @CurrentCaller() caller: Caller,
    @Param() { code }: ProcedurePath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.move('return', caller, code, request, reply, async (form, current) => {
      const { reason } = await checked(ReturnInput, { reason: form.given('reason') });
      return this.life.move('return', caller, code, current, reason);
    });
  }

  @Post(':code/publish')
  @Access('procedure.publish')
  publish(
    @CurrentCaller() caller: Caller,
    @Param() { code }: ProcedurePath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.move('publish', caller, code, request, reply, async (form, current) =>
      this.life.publish(
        caller,
        code,
        await checked(PublishInput, { effectiveFrom: form.given('effectiveFrom') }),
        current,
      ),
    );
  }

  /** One step of the life of a draft; what refuses it is told on the page of the draft. */
  private async move(
    name: 'submit' | 'approve' | 'return' | 'publish',
    caller: Caller,
    code: string,
    request: CallerRequest,
    reply: FastifyReply,
    step: (form: FormValues, current: Conditional) => Promise<unknown>,
  ): Promise<string> {
    const form = sentForm(request);
    try {
      await step(form, { headers: { 'if-match': form.raw('version') } });
      return goTo(request, reply, `/desk/procedures/${code}?done=${name}`);
    } catch (error) {
      const isTold =
        error instanceof Problem &&
        ([400, 409, 412, 422].includes(error.status) || error.code === 'own_draft');
      if (!isTold) throw error;
      void reply.status(error.status);
      const procedure = await this.read(caller, code);
      // Blockers stand on the page, each with its link.
      const faults =
        error.code === 'publish_blocked' && procedure.blockers.length > 0
          ? [{ field: 'ready', text: this.views.text(request, 'deskProcedures:blocked') }]
          : pageFaults(this.views, request, error, (pointer) => {
              const { member } = placeOfPointer(pointer);
              const field = pointer === '/reason' ? 'reason' : member;
              return { field, title: this.views.text(request, `deskProcedures:field_${field}`) };
            });
      return this.page(request, reply, procedure, { faults, reason: form.raw('reason') });
    }
  }

  private page(
    request: CallerRequest,
    reply: FastifyReply,
    procedure: ProcedureOnDesk,
    shown: { done?: string; faults?: PageFault[]; reason?: string },
  ): string {
    return this.views.page(request, reply, 'desk/procedure', {
      title: procedure.content.name,
      desk: '/desk/procedures',
      procedure,
      ...shown,
    });
  }

  private read(caller: Caller, code: string): Promise<ProcedureOnDesk> {
    return this.reader.snapshot((queries) => procedureOnDesk(queries, caller, code));
  }
}
