import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../accounts/caller.js';
import { Reader } from '../../database/reader.js';
import { ProcedurePath } from '../../procedures/procedure.dto.js';
import { languageOfPage } from '../language.js';
import { Views } from '../views.service.js';
import { fieldChoices, procedureOnDesk } from './procedure-desk.query.js';

/** A draft as everybody will read it once it is published. */
@Controller('desk/procedures/:code/preview')
@Access('procedure.readDraft')
export class PreviewPagesController {
  constructor(
    private readonly reader: Reader,
    private readonly views: Views,
  ) {}

  @Get()
  async preview(
    @CurrentCaller() caller: Caller,
    @Param() { code }: ProcedurePath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { procedure, fields } = await this.reader.snapshot(async (queries) => ({
      procedure: await procedureOnDesk(queries, caller, code),
      fields: await fieldChoices(queries),
    }));
    const { content, draft, blockers } = procedure;
    const field = fields.find((one) => one.code === content.fieldCode);
    const isEnglish = languageOfPage(request.raw) === 'en';
    return this.views.page(request, reply, 'desk/preview', {
      title: this.views.text(request, 'deskLife:previewTitle', { name: content.name }),
      desk: '/desk/procedures',
      isDraft: draft !== null,
      blockers: blockers.length,
      procedure: {
        code,
        content,
        field: (isEnglish ? field?.nameEn : undefined) ?? field?.name ?? content.fieldCode,
        decisionNumber: draft?.decisionNumber ?? null,
        decisionDate: draft?.decisionDate ?? null,
      },
    });
  }
}
