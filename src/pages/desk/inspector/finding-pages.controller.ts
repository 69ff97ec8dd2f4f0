import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { CLOCK, type Clock } from '../../../database/database.module.js';
import { Reader } from '../../../database/reader.js';
import { civilToday } from '../../../domain/dates/civil-date.js';
import type { FormValues } from '../../../http/form-body.js';
import { Problem } from '../../../http/problem.js';
import { wording } from '../../../http/wording.js';
import { Findings } from '../../../inspections/findings.service.js';
import { CloseFinding, DecideAppeal, FindingText, RecordPath } from '../../../inspections/inspections.dto.js';
import { goTo } from '../../go-to.js';
import { languageOfPage } from '../../language.js';
import { Views } from '../../views.service.js';
import { checked } from '../checked-input.js';
import { type PageFault, pageFaults } from '../page-faults.js';
import { SentForm } from '../sent-form.js';
import { type FindingForm, findingOnDesk, type FindingOnDesk } from './finding-desk.query.js';

const REFUSALS = [400, 403, 409, 412, 428];
const DONE = ['reply', 'appeal', 'upheld', 'rejected', 'close'];

interface Typed {
  form: FindingForm;
  text: string;
  decision: string;
}

/** One finding: what was done about it, and what the caller may do now. */
@Controller('desk/findings/:id')
export class FindingPagesController {
  constructor(
    private readonly reader: Reader,
    private readonly findings: Findings,
    private readonly views: Views,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access('inspection.read')
  async one(
    @CurrentCaller() caller: Caller,
    @Param() { id }: RecordPath,
    @Query('done') done: string | undefined,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const wasDone = DONE.find((kind) => kind === done);
    return this.page(request, reply, await this.read(caller, id), {
      done: wasDone === undefined ? '' : this.views.text(request, `deskFindings:done_${wasDone}`),
    });
  }

  @Post('reply')
  @Access('finding.answer')
  answer(
    @CurrentCaller() caller: Caller,
    @Param() { id }: RecordPath,
    @SentForm() sent: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.move(caller, id, 'reply', sent, request, reply, async (typed, headers) => {
      const { text } = await checked(FindingText, given(typed));
      await this.findings.reply(caller, id, text, { headers });
    });
  }

  @Post('appeal')
  @Access('finding.answer')
  appeal(
    @CurrentCaller() caller: Caller,
    @Param() { id }: RecordPath,
    @SentForm() sent: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.move(caller, id, 'appeal', sent, request, reply, async (typed, headers) => {
      const { text } = await checked(FindingText, given(typed));
      await this.findings.appeal(caller, id, text, { headers });
    });
  }

  @Post('decide')
  @Access('inspection.conduct')
  decide(
    @CurrentCaller() caller: Caller,
    @Param() { id }: RecordPath,
    @SentForm() sent: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.move(caller, id, 'decide', sent, request, reply, async (typed, headers) => {
      const { decision, text } = await checked(DecideAppeal, given(typed));
      await this.findings.decide(caller, id, decision, text, { headers });
    });
  }

  @Post('close')
  @Access('inspection.conduct')
  close(
    @CurrentCaller() caller: Caller,
    @Param() { id }: RecordPath,
    @SentForm() sent: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.move(caller, id, 'close', sent, request, reply, async (typed, headers) => {
      const { text } = await checked(CloseFinding, given(typed));
      await this.findings.close(caller, id, text ?? null, { headers });
    });
  }

  private async move(
    caller: Caller,
    id: string,
    form: FindingForm,
    sent: FormValues,
    request: CallerRequest,
    reply: FastifyReply,
    act: (typed: Typed, headers: { 'if-match': string }) => Promise<void>,
  ): Promise<string> {
    const typed = { form, text: sent.text('text'), decision: sent.text('decision') };
    const kind = form === 'decide' ? typed.decision : form;
    try {
      await act(typed, { 'if-match': sent.raw('version') });
      return goTo(request, reply, `/desk/findings/${id}?done=${kind}`);
    } catch (error) {
      if (!(error instanceof Problem) || !REFUSALS.includes(error.status)) throw error;
      const shown = await this.read(caller, id);
      const isStale = error.status === 412 || error.status === 428;
      // The same form sent twice: what it asked for is done.
      const last = shown.finding.events.at(-1);
      const isDone = last?.kind === kind && last.actor === caller.name && (last.text ?? '') === typed.text;
      if (isStale && isDone) return goTo(request, reply, `/desk/findings/${id}?done=${kind}`);
      void reply.status(isStale ? 412 : error.status);
      if (isStale) return this.page(request, reply, shown, { typed, seen: Number(sent.text('seen')) || 0 });
      const faults = pageFaults(this.views, request, error, (pointer) => {
        const field = pointer.slice(1);
        const title = this.views.text(request, `deskFindings:field_${field}`);
        return { field: `${form}-${field}`, title };
      });
      return this.page(request, reply, shown, { typed, faults });
    }
  }

  private page(
    request: CallerRequest,
    reply: FastifyReply,
    shown: FindingOnDesk,
    more: { done?: string; typed?: Typed; faults?: PageFault[]; seen?: number },
  ): string {
    const language = languageOfPage(request.raw);
    const forms = Object.entries(shown.forms).map(([kind, refused]) => ({
      kind,
      refused: refused && wording(refused.code, language, refused.details.params),
      text: more.typed?.form === kind ? more.typed.text : '',
      decision: more.typed?.form === kind ? more.typed.decision : '',
    }));
    return this.views.page(request, reply, 'desk/inspector/finding', {
      title: this.views.text(request, 'deskFindings:one'),
      desk: '/desk/findings',
      hasDemonstration: shown.name.demonstration,
      ...shown,
      ...more,
      forms,
    });
  }

  private read(caller: Caller, id: string): Promise<FindingOnDesk> {
    const today = civilToday(this.clock());
    return this.reader.snapshot((queries) => findingOnDesk(queries, caller, id, today));
  }
}

/** What was left empty was not given. */
function given({ form, text, decision }: Typed): Record<string, string> {
  return {
    ...(text === '' ? {} : { text }),
    ...(form !== 'decide' || decision === '' ? {} : { decision }),
  };
}
