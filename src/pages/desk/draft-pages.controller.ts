import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../accounts/caller.js';
import { Reader } from '../../database/reader.js';
import { Text } from '../../http/input.js';
import { notFound, Problem } from '../../http/problem.js';
import { DraftInput, ProcedurePath } from '../../procedures/procedure.dto.js';
import { ProcedureDrafts } from '../../procedures/procedure-drafts.service.js';
import { goTo } from '../go-to.js';
import { Views } from '../views.service.js';
import { checked } from './checked-input.js';
import { type DraftSection, placeOfPointer, SECTIONS } from './draft-sections.js';
import { type PageFault, pageFaults } from './page-faults.js';
import { fieldChoices, type ProcedureOnDesk, procedureOnDesk } from './procedure-desk.query.js';
import { sentForm } from './sent-form.js';
import { type TypedDraft, typedDraft } from './typed-draft.js';

class SectionPath extends ProcedurePath {
  @Text({ max: 20 }) section: string;
}

interface Shown {
  faults?: PageFault[];
  /** The draft as somebody else has saved it meanwhile. */
  theirs?: TypedDraft;
}

/** One section of a draft; it may be saved incomplete. */
@Controller('desk/procedures/:code/sections/:section')
@Access('procedure.register')
export class DraftPagesController {
  constructor(
    private readonly reader: Reader,
    private readonly drafts: ProcedureDrafts,
    private readonly views: Views,
  ) {}

  @Get()
  async form(
    @CurrentCaller() caller: Caller,
    @Param() { code, section }: SectionPath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const procedure = await this.read(caller, code);
    return this.page(request, reply, procedure, sectionOf(section), storedIn(procedure), {});
  }

  @Post()
  async save(
    @CurrentCaller() caller: Caller,
    @Param() { code, section: id }: SectionPath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const form = sentForm(request);
    const section = sectionOf(id);
    const before = await this.read(caller, code);
    const typed = { ...storedIn(before), ...section.typed(form) };
    try {
      const input = await checked(DraftInput, section.input(typed, before.content));
      await this.drafts.edit(caller, code, input, { headers: { 'if-match': form.raw('version') } });
      return goTo(request, reply, `/desk/procedures/${code}?done=saved`);
    } catch (error) {
      if (!(error instanceof Problem) || ![400, 409, 412, 428].includes(error.status)) throw error;
      const now = await this.read(caller, code);
      if (error.status === 412 || error.status === 428) {
        void reply.status(412);
        return this.page(request, reply, now, section, typed, { theirs: storedIn(now) });
      }
      void reply.status(error.status);
      const faults = pageFaults(this.views, request, error, (pointer) => {
        const { field, member } = placeOfPointer(pointer);
        return { field, title: this.views.text(request, `deskProcedures:field_${member}`) };
      });
      return this.page(request, reply, now, section, typed, { faults });
    }
  }

  private async page(
    request: CallerRequest,
    reply: FastifyReply,
    procedure: ProcedureOnDesk,
    section: DraftSection,
    typed: TypedDraft,
    shown: Shown,
  ): Promise<string> {
    return this.views.page(request, reply, 'desk/section', {
      title: this.views.text(request, `deskProcedures:section_${section.id}`),
      desk: '/desk/procedures',
      procedure,
      section: section.id,
      typed,
      fields: section.id === 'name' ? await fieldChoices(this.reader) : [],
      blockers: procedure.blockers.filter((blocker) => blocker.section === section.id),
      ...shown,
    });
  }

  private read(caller: Caller, code: string): Promise<ProcedureOnDesk> {
    return this.reader.snapshot((queries) => procedureOnDesk(queries, caller, code));
  }
}

function sectionOf(id: string): DraftSection {
  const section = SECTIONS.find((one) => one.id === id);
  if (!section) throw notFound();
  return section;
}

function storedIn({ content, draft }: ProcedureOnDesk): TypedDraft {
  return typedDraft(content, draft);
}
