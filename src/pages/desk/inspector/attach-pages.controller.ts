import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { CLOCK, type Clock } from '../../../database/database.module.js';
import { Reader } from '../../../database/reader.js';
import { civilToday } from '../../../domain/dates/civil-date.js';
import { notFound, Problem } from '../../../http/problem.js';
import type { InspectedCriterion } from '../../../inspections/inspection-view.query.js';
import { RecordPath } from '../../../inspections/inspections.dto.js';
import { Inspections } from '../../../inspections/inspections.service.js';
import { EvidenceService } from '../../../public-services/evidence/evidence.service.js';
import { goTo } from '../../go-to.js';
import { languageOfPage } from '../../language.js';
import { Views } from '../../views.service.js';
import { type PageFault, pageFaults } from '../page-faults.js';
import { requireOwnForm } from '../sent-form.js';
import { type SheetOnDesk, sheetOnDesk } from './sheet.query.js';
import { statedOutcome, typedOf } from './typed-outcomes.js';

/** A file, such as a photograph of the screen, that stands behind what was found of one criterion. */
@Controller('desk/inspections/:id/attach')
@Access('inspection.conduct')
export class AttachPagesController {
  constructor(
    private readonly reader: Reader,
    private readonly inspections: Inspections,
    private readonly evidence: EvidenceService,
    private readonly views: Views,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async form(
    @CurrentCaller() caller: Caller,
    @Param() { id }: RecordPath,
    @Query('criterion') wanted: string | undefined,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const sheet = await this.read(caller, id);
    return this.page(request, reply, sheet, criterionOf(sheet, wanted), {});
  }

  @Post()
  async add(
    @CurrentCaller() caller: Caller,
    @Param() { id }: RecordPath,
    @Query('criterion') wanted: string | undefined,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    if (!request.isMultipart())
      throw new Problem(415, 'media_type', { params: { expected: 'multipart/form-data' } });
    const sheet = await this.read(caller, id);
    const criterion = criterionOf(sheet, wanted);
    const typed: Record<string, string> = {};
    const notesOf = (fields: Record<string, string>) => {
      requireOwnForm(request, fields['csrf'] ?? '');
      const note = (fields['note'] ?? '').trim();
      return { fact: criterion.fact, ...(note === '' ? {} : { note }) };
    };
    try {
      const file = await this.evidence.addFile(caller, sheet.view.serviceId, request, notesOf, typed);
      await this.name(caller, id, criterion.id, file.id);
      return goTo(request, reply, `/desk/inspections/${id}?done=attached#${criterion.id}-outcome`);
    } catch (error) {
      if (!(error instanceof Problem) || ![400, 409, 413, 422].includes(error.status)) throw error;
      void reply.status(error.status);
      const faults = pageFaults(this.views, request, error, (pointer) => {
        const field = pointer.slice(1);
        return { field, title: this.views.text(request, `deskServices:evidence_${field}`) };
      });
      return this.page(request, reply, sheet, criterion, { faults, typed });
    }
  }

  /** Names the file as evidence of the outcome, as it stands now: nothing else of it is touched. */
  private async name(caller: Caller, id: string, criterion: string, evidence: string): Promise<void> {
    const { view, version } = await this.read(caller, id);
    const typed = typedOf(view.criteria)[criterion]!;
    const outcome = statedOutcome(criterion, { ...typed, evidence: [...typed.evidence, evidence] });
    const headers = { 'if-match': version };
    await this.inspections.record(caller, id, { outcomes: [outcome] }, { headers });
  }

  private page(
    request: CallerRequest,
    reply: FastifyReply,
    sheet: SheetOnDesk,
    criterion: InspectedCriterion,
    shown: { faults?: PageFault[]; typed?: Record<string, string> },
  ): string {
    return this.views.page(request, reply, 'desk/inspector/attach', {
      title: this.views.text(request, 'deskSheet:attachTitle'),
      desk: '/desk/inspections',
      hasDemonstration: sheet.name.demonstration,
      ...sheet,
      criterion,
      criterionTitle: criterion.title[languageOfPage(request.raw)],
      faults: [],
      typed: {},
      ...shown,
    });
  }

  /** @throws Problem 403 by four eyes */
  private async read(caller: Caller, id: string): Promise<SheetOnDesk> {
    const today = civilToday(this.clock());
    const sheet = await this.reader.snapshot((queries) => sheetOnDesk(queries, caller, id, today));
    if (sheet.refused) throw sheet.refused;
    return sheet;
  }
}

function criterionOf({ view }: SheetOnDesk, wanted: string | undefined): InspectedCriterion {
  const criterion = view.criteria.find(({ id }) => id === wanted);
  if (!criterion) throw notFound();
  return criterion;
}
