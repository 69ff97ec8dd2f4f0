import { Body, Controller, Headers, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { Access } from '../accounts/access.guard.js';
import { type Caller, CurrentCaller } from '../accounts/caller.js';
import { Describe } from '../http/describe.js';
import { AlsoTells } from '../http/further-rules.js';
import { etagOfJson } from '../http/preconditions.js';
import { PublicUrl } from '../http/public-url.js';
import { alsoOfRegistration, draftFaults } from './draft-faults.js';
import {
  DraftInput,
  ProcedurePath,
  PublishInput,
  RegisterInput,
  RepealInput,
  ReturnInput,
} from './procedure.dto.js';
import { ProcedureDrafts, type Registered } from './procedure-drafts.service.js';
import { ProcedureLife } from './procedure-life.service.js';
import type { DraftView, ProcedureView } from './procedure.presenter.js';
import { DRAFT, PROCEDURE, REGISTERED } from './procedure.schema.js';

const TAG = 'procedures';
const EXAMPLE = { code: '1.000688' };

/** The life of a procedure, from the first draft to its repeal. */
@Controller('api/v1/procedures')
export class ProcedureLifeController {
  constructor(
    private readonly drafts: ProcedureDrafts,
    private readonly life: ProcedureLife,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Post()
  @Access('procedure.register')
  @AlsoTells<RegisterInput>(alsoOfRegistration)
  @Describe({
    summary: 'Register a procedure as a draft, which may be incomplete',
    tag: TAG,
    answers: { 201: REGISTERED },
    problems: [409],
  })
  async register(
    @Body() input: RegisterInput,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Registered> {
    const registered = await this.drafts.register(caller, input);
    const { likelyDuplicates: _, ...draft } = registered;
    void reply.header('location', this.publicUrl.api(`procedures/${registered.code}/draft`));
    tagged(reply, draft);
    return registered;
  }

  @Patch(':code/draft')
  @Access('procedure.register')
  @AlsoTells<DraftInput>(draftFaults)
  @Describe({
    summary: 'Edit the draft of a procedure; a published one gets a draft of its next version',
    tag: TAG,
    answers: { 200: DRAFT },
    problems: [409],
    ifMatch: 'required',
    examples: EXAMPLE,
  })
  async edit(
    @Param() { code }: ProcedurePath,
    @Body() input: DraftInput,
    @CurrentCaller() caller: Caller,
    @Headers() headers: IncomingHttpHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DraftView> {
    return tagged(reply, await this.drafts.edit(caller, code, input, { headers }));
  }

  @Post(':code/submit')
  @HttpCode(200)
  @Access('procedure.register')
  @Describe({
    summary: 'Hand a draft in for review',
    tag: TAG,
    answers: { 200: DRAFT },
    problems: [409],
    ifMatch: 'required',
    examples: EXAMPLE,
  })
  async submit(
    @Param() { code }: ProcedurePath,
    @CurrentCaller() caller: Caller,
    @Headers() headers: IncomingHttpHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DraftView> {
    return tagged(reply, await this.life.move('submit', caller, code, { headers }));
  }

  @Post(':code/return')
  @HttpCode(200)
  @Access('procedure.review')
  @Describe({
    summary: 'Return a draft to its editors with the reason',
    tag: TAG,
    answers: { 200: DRAFT },
    problems: [409],
    ifMatch: 'required',
    examples: EXAMPLE,
  })
  async return(
    @Param() { code }: ProcedurePath,
    @Body() { reason }: ReturnInput,
    @CurrentCaller() caller: Caller,
    @Headers() headers: IncomingHttpHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DraftView> {
    return tagged(reply, await this.life.move('return', caller, code, { headers }, reason));
  }

  @Post(':code/approve')
  @HttpCode(200)
  @Access('procedure.review')
  @Describe({
    summary: 'Approve a submitted draft; not by who made its last edit',
    more: 'Whoever made the last edit is answered 403 `own_draft`: somebody else has to approve it.',
    tag: TAG,
    answers: { 200: DRAFT },
    problems: [409],
    ifMatch: 'required',
    examples: EXAMPLE,
  })
  async approve(
    @Param() { code }: ProcedurePath,
    @CurrentCaller() caller: Caller,
    @Headers() headers: IncomingHttpHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DraftView> {
    return tagged(reply, await this.life.move('approve', caller, code, { headers }));
  }

  @Post(':code/publish')
  @HttpCode(200)
  @Access('procedure.publish')
  @Describe({
    summary: 'Make an approved draft public; every blocker is listed at once',
    more: 'The version stays as it is for good; the services of the procedure are published anew.',
    tag: TAG,
    answers: { 200: PROCEDURE },
    problems: [409, 422],
    ifMatch: 'required',
    examples: EXAMPLE,
  })
  async publish(
    @Param() { code }: ProcedurePath,
    @Body() input: PublishInput,
    @CurrentCaller() caller: Caller,
    @Headers() headers: IncomingHttpHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProcedureView> {
    return tagged(reply, await this.life.publish(caller, code, input, { headers }));
  }

  @Post(':code/repeal')
  @HttpCode(200)
  @Access('procedure.publish')
  @Describe({
    summary: 'Repeal a procedure: its services leave the list on that day, its history stays',
    more: 'The decision, its day and the reason are kept as the last version of the procedure.',
    tag: TAG,
    answers: { 200: PROCEDURE },
    problems: [409],
    ifMatch: 'required',
    examples: EXAMPLE,
  })
  async repeal(
    @Param() { code }: ProcedurePath,
    @Body() input: RepealInput,
    @CurrentCaller() caller: Caller,
    @Headers() headers: IncomingHttpHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProcedureView> {
    return tagged(reply, await this.life.repeal(caller, code, input, { headers }));
  }
}

/** Gives the tag that a GET of the same would answer, so that the next edit needs no reading. */
function tagged<View>(reply: FastifyReply, view: View): View {
  void reply.header('etag', etagOfJson(view));
  return view;
}
