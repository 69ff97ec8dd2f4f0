import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { CLOCK, type Clock } from '../../../database/database.module.js';
import { Reader } from '../../../database/reader.js';
import { civilToday } from '../../../domain/dates/civil-date.js';
import type { FormValues } from '../../../http/form-body.js';
import { Problem } from '../../../http/problem.js';
import { CloseInspection, RecordPath } from '../../../inspections/inspections.dto.js';
import { Inspections } from '../../../inspections/inspections.service.js';
import { goTo } from '../../go-to.js';
import { languageOfPage } from '../../language.js';
import { Views } from '../../views.service.js';
import { checked } from '../checked-input.js';
import { type PageFault, pageFaults } from '../page-faults.js';
import { SentForm } from '../sent-form.js';
import { type SheetOnDesk, sheetOnDesk } from './sheet.query.js';
import {
  closingIn,
  emptyFinding,
  proposedClosing,
  statedClosing,
  statedRows,
  type TypedClosing,
} from './typed-closing.js';

const REFUSALS = [400, 409, 412, 422, 428];

/** The one question before an inspection is closed: what closing does, and what the agency is asked to mend. */
@Controller('desk/inspections/:id/close')
@Access('inspection.conduct')
export class ClosePagesController {
  constructor(
    private readonly reader: Reader,
    private readonly inspections: Inspections,
    private readonly views: Views,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async question(
    @CurrentCaller() caller: Caller,
    @Param() { id }: RecordPath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const sheet = await this.read(caller, id);
    if (!sheet.isOpen) return goTo(request, reply, `/desk/inspections/${id}`);
    return this.page(request, reply, sheet, proposedClosing(sheet.view, this.today()), {});
  }

  @Post()
  async close(
    @CurrentCaller() caller: Caller,
    @Param() { id }: RecordPath,
    @SentForm() form: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const typed = closingIn(form);
    if (form.has('more')) {
      const findings = [...typed.findings, emptyFinding(this.today())];
      return this.page(request, reply, await this.read(caller, id), { ...typed, findings }, {});
    }
    try {
      const input = await checked(CloseInspection, statedClosing(typed));
      await this.inspections.close(caller, id, input, { headers: { 'if-match': form.raw('version') } });
      return goTo(request, reply, `/desk/inspections/${id}?done=closed`);
    } catch (error) {
      if (!(error instanceof Problem) || !REFUSALS.includes(error.status)) throw error;
      const sheet = await this.read(caller, id);
      // The same form sent twice, or somebody else was first: the sheet tells who closed it.
      if (sheet.view.state === 'closed') {
        const done = sheet.view.closedBy === caller.name ? '?done=closed' : '';
        return goTo(request, reply, `/desk/inspections/${id}${done}`);
      }
      const isStale = error.status === 412 || error.status === 428;
      void reply.status(isStale ? 412 : error.status);
      if (isStale) return this.page(request, reply, sheet, typed, { isStale });
      const faults = pageFaults(this.views, request, error, (pointer) =>
        this.placeOf(request, typed, pointer),
      );
      return this.page(request, reply, sheet, typed, { faults });
    }
  }

  private page(
    request: CallerRequest,
    reply: FastifyReply,
    sheet: SheetOnDesk,
    typed: TypedClosing,
    shown: { faults?: PageFault[]; isStale?: boolean },
  ): string {
    const language = languageOfPage(request.raw);
    const { view } = sheet;
    const outcomes = view.criteria.map(({ inspected }) => inspected?.outcome ?? 'not_checked');
    return this.views.page(request, reply, 'desk/inspector/close', {
      title: this.views.text(request, 'deskClose:title'),
      desk: '/desk/inspections',
      hasDemonstration: sheet.name.demonstration,
      ...sheet,
      typed,
      criteria: view.criteria.map(({ id, title }) => ({ value: id, text: title[language] })),
      unchecked: outcomes.filter((outcome) => outcome === 'not_checked').length,
      isLowered: (view.outcomeLevel ?? 0) < view.declaration.level,
      ...shown,
    });
  }

  /** `/findings/1/dueDate` is of the second finding that was sent. */
  private placeOf(request: CallerRequest, typed: TypedClosing, pointer: string) {
    const [, list, place, member = 'text'] = pointer.split('/');
    const row = statedRows(typed)[Number(place)];
    if (list !== 'findings' || row === undefined)
      return { field: 'effectiveFrom', title: this.views.text(request, 'deskClose:effectiveFrom') };
    const title = this.views.text(request, `deskClose:finding_${member}`);
    return {
      field: `findings.${row}.${member}`,
      title: this.views.text(request, 'deskClose:ofFinding', { title, no: row + 1 }),
    };
  }

  /** @throws Problem 403 by four eyes */
  private async read(caller: Caller, id: string): Promise<SheetOnDesk> {
    const today = this.today();
    const sheet = await this.reader.snapshot((queries) => sheetOnDesk(queries, caller, id, today));
    if (sheet.refused) throw sheet.refused;
    return sheet;
  }

  private today(): string {
    return civilToday(this.clock());
  }
}
