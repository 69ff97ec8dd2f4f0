import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../accounts/caller.js';
import { CLOCK, type Clock } from '../../database/database.module.js';
import { Reader } from '../../database/reader.js';
import { civilToday } from '../../domain/dates/civil-date.js';
import { FACT_KEYS } from '../../domain/service-facts.js';
import { Problem } from '../../http/problem.js';
import { EvidenceService } from '../../public-services/evidence/evidence.service.js';
import { ServicePath } from '../../publication/services.dto.js';
import { goTo } from '../go-to.js';
import { languageOfPage } from '../language.js';
import { Views } from '../views.service.js';
import { type PageFault, pageFaults } from './page-faults.js';
import { requireOwnForm } from './sent-form.js';
import { type ServiceOnDesk, serviceOnDesk } from './service-desk.query.js';

/** All evidence of a service, and files to add to it. */
@Controller('desk/services/:id/evidence')
@Access('service.edit')
export class EvidencePagesController {
  constructor(
    private readonly reader: Reader,
    private readonly evidence: EvidenceService,
    private readonly views: Views,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async list(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ServicePath,
    @Query('added') added: string | undefined,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const done = added === undefined ? '' : this.views.text(request, 'deskServices:evidenceAdded');
    return this.page(request, reply, await this.read(caller, id), { done });
  }

  @Post()
  async add(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ServicePath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    if (!request.isMultipart())
      throw new Problem(415, 'media_type', { params: { expected: 'multipart/form-data' } });
    const typed: Record<string, string> = {};
    const notesOf = ({ csrf = '', ...notes }: Record<string, string>) => {
      requireOwnForm(request, csrf);
      return Object.fromEntries(Object.entries(notes).filter(([, value]) => value.trim() !== ''));
    };
    try {
      await this.evidence.addFile(caller, id, request, notesOf, typed);
      return goTo(request, reply, `/desk/services/${id}/evidence?added=1`);
    } catch (error) {
      if (!(error instanceof Problem) || ![400, 409, 413, 422].includes(error.status)) throw error;
      void reply.status(error.status);
      const faults = pageFaults(this.views, request, error, (pointer) => {
        const field = pointer.slice(1);
        return { field, title: this.views.text(request, `deskServices:evidence_${field}`) };
      });
      return this.page(request, reply, await this.read(caller, id), { faults, typed });
    }
  }

  private page(
    request: CallerRequest,
    reply: FastifyReply,
    service: ServiceOnDesk,
    shown: { done?: string; faults?: PageFault[]; typed?: Record<string, string> },
  ): string {
    const language = languageOfPage(request.raw);
    const facts = FACT_KEYS.map((key) => ({
      value: key,
      text:
        service.criteria.find(({ fact }) => fact === key)?.title[language] ??
        this.views.text(request, `deskServices:fact_${key}`),
    }));
    return this.views.page(request, reply, 'desk/evidence', {
      title: this.views.text(request, 'deskServices:evidenceTitle'),
      desk: '/desk/services',
      service,
      facts,
      typed: {},
      titles: Object.fromEntries(facts.map(({ value, text }) => [value, text])),
      ...shown,
    });
  }

  private read(caller: Caller, id: string): Promise<ServiceOnDesk> {
    const today = civilToday(this.clock());
    return this.reader.snapshot((queries) => serviceOnDesk(queries, caller, id, today));
  }
}
