import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../accounts/caller.js';
import { Reader } from '../../database/reader.js';
import { localCode } from '../../domain/procedure-code.js';
import { Problem } from '../../http/problem.js';
import { type LikelyDuplicate, likelyDuplicates } from '../../procedures/likely-duplicates.query.js';
import { RegisterInput } from '../../procedures/procedure.dto.js';
import { ProcedureDrafts } from '../../procedures/procedure-drafts.service.js';
import { goTo } from '../go-to.js';
import { Views } from '../views.service.js';
import { checked } from './checked-input.js';
import { type PageFault, pageFaults } from './page-faults.js';
import { fieldChoices } from './procedure-desk.query.js';
import { sentForm } from './sent-form.js';

interface Typed {
  name: string;
  fieldCode: string;
  code: string;
  copyFrom: string;
}

/** Registers a procedure, after showing those that may be the same one. */
@Controller('desk/procedures/new')
@Access('procedure.register')
export class RegisterPagesController {
  constructor(
    private readonly reader: Reader,
    private readonly drafts: ProcedureDrafts,
    private readonly views: Views,
  ) {}

  @Get()
  form(@Req() request: CallerRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const copyFrom = new URLSearchParams(request.url.split('?')[1]).get('copyFrom') ?? '';
    return this.page(request, reply, { name: '', fieldCode: '', code: '', copyFrom }, {});
  }

  @Post()
  async register(
    @CurrentCaller() caller: Caller,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const form = sentForm(request);
    const typed: Typed = {
      name: form.text('name'),
      fieldCode: form.text('fieldCode'),
      code: form.text('code'),
      copyFrom: form.text('copyFrom'),
    };
    try {
      const input = await checked(
        RegisterInput,
        Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== '')),
      );
      const key = JSON.stringify(typed);
      if (form.raw('seen') !== key) {
        const duplicates = await this.duplicatesOf(caller, input);
        if (duplicates.length > 0) {
          void reply.status(200);
          return this.page(request, reply, typed, { duplicates, seen: key });
        }
      }
      const { code } = await this.drafts.register(caller, input);
      return goTo(request, reply, `/desk/procedures/${code}?done=registered`);
    } catch (error) {
      if (!(error instanceof Problem) || ![400, 409].includes(error.status)) throw error;
      void reply.status(error.status);
      const existing = error.code === 'duplicate' ? String(error.details.params?.['code'] ?? '') : '';
      const faults = pageFaults(this.views, request, error, (pointer) => {
        const field = pointer.slice(1);
        return { field, title: this.views.text(request, `deskProcedures:field_${field}`) };
      });
      return this.page(request, reply, typed, { faults, existing });
    }
  }

  private async duplicatesOf(caller: Caller, input: RegisterInput): Promise<LikelyDuplicate[]> {
    const { name, fieldCode } = input;
    if (name === undefined || fieldCode === undefined) return [];
    const code = input.code ?? localCode(name, fieldCode);
    return this.reader.snapshot((queries) => likelyDuplicates(queries, { code, name, fieldCode }, caller));
  }

  private async page(
    request: CallerRequest,
    reply: FastifyReply,
    typed: Typed,
    shown: { faults?: PageFault[]; duplicates?: LikelyDuplicate[]; seen?: string; existing?: string },
  ): Promise<string> {
    return this.views.page(request, reply, 'desk/register', {
      title: this.views.text(request, 'deskProcedures:newTitle'),
      desk: '/desk/procedures',
      typed,
      fields: await fieldChoices(this.reader),
      ...shown,
    });
  }
}
