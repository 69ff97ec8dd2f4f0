import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../accounts/caller.js';
import { CLOCK, type Clock } from '../../database/database.module.js';
import { Reader } from '../../database/reader.js';
import { civilToday } from '../../domain/dates/civil-date.js';
import { FACT_KEYS, type FactKey } from '../../domain/service-facts.js';
import { badRequest, Problem } from '../../http/problem.js';
import { EvidenceService } from '../../public-services/evidence/evidence.service.js';
import { FactsService } from '../../public-services/facts.service.js';
import { ServicePath } from '../../publication/services.dto.js';
import { goTo } from '../go-to.js';
import { languageOfPage } from '../language.js';
import { Views } from '../views.service.js';
import { differences, factGroups } from './facts-form.js';
import { type PageFault, pageFaults } from './page-faults.js';
import { sentForm } from './sent-form.js';
import { type ServiceOnDesk, serviceOnDesk } from './service-desk.query.js';
import { firstUrl, statedIn, type TypedFacts, typedIn, typedOf } from './typed-facts.js';

/** What a service shows and offers online, asked in plain words. */
@Controller('desk/services/:id')
@Access('service.edit')
export class FactsPagesController {
  constructor(
    private readonly reader: Reader,
    private readonly facts: FactsService,
    private readonly evidence: EvidenceService,
    private readonly views: Views,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async form(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ServicePath,
    @Query('saved') saved: string | undefined,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const service = await this.read(caller, id);
    const done = saved === undefined ? '' : this.views.text(request, 'deskServices:saved');
    return this.page(request, reply, service, typedOf(service.facts), { done });
  }

  @Post()
  async save(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ServicePath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const form = sentForm(request);
    const typed = typedIn(form);
    try {
      const isCaptured = await this.capture(caller, id, form.text('capture'), typed);
      const headers = { 'if-match': form.raw('version') };
      await this.facts.save(caller, id, { facts: statedIn(typed) }, { headers });
      // What kept a page from being captured stands beside it in the list of evidence.
      return goTo(request, reply, `/desk/services/${id}${isCaptured ? '?saved=1' : '/evidence'}`);
    } catch (error) {
      if (!(error instanceof Problem) || ![400, 409, 412, 428].includes(error.status)) throw error;
      const service = await this.read(caller, id);
      if (error.status === 412 || error.status === 428) {
        void reply.status(412);
        const theirs = typedOf(service.facts);
        return this.page(request, reply, service, typed, { differences: differences(typed, theirs) });
      }
      void reply.status(error.status);
      const faults = pageFaults(this.views, request, error, (pointer) =>
        this.placeOf(request, service, pointer),
      );
      return this.page(request, reply, service, typed, { faults });
    }
  }

  /**
   * Captures the first address of a fact as evidence of it; everything else that was typed is saved with it.
   * @returns false where the page could not be had, so that the record of it is no evidence of the fact
   */
  private async capture(caller: Caller, id: string, wanted: string, typed: TypedFacts): Promise<boolean> {
    const key = FACT_KEYS.find((known) => known === wanted);
    if (key === undefined) return true;
    const url = firstUrl(typed[key]);
    if (url === undefined)
      throw badRequest([{ in: 'body', pointer: `/facts/${key}/urls`, code: 'required' }]);
    try {
      const page = await this.evidence.addPage(caller, id, { url, fact: key });
      const isCaptured = page.httpStatus !== null && page.httpStatus >= 200 && page.httpStatus < 300;
      if (isCaptured) typed[key].evidence.push(page.id);
      return isCaptured;
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 400) throw error;
      throw badRequest([{ in: 'body', pointer: `/facts/${key}/urls/0`, code: 'not_a_url' }]);
    }
  }

  private read(caller: Caller, id: string): Promise<ServiceOnDesk> {
    const today = civilToday(this.clock());
    return this.reader.snapshot((queries) => serviceOnDesk(queries, caller, id, today));
  }

  private page(
    request: CallerRequest,
    reply: FastifyReply,
    service: ServiceOnDesk,
    typed: TypedFacts,
    shown: { done?: string; faults?: PageFault[]; differences?: unknown },
  ): string {
    const faults = shown.faults ?? [];
    const { criteria, heldBackBy } = service.assessment;
    return this.views.page(request, reply, 'desk/service', {
      title: service.procedure.name,
      desk: '/desk/services',
      hasDemonstration: service.demonstration,
      service,
      groups: factGroups(service, typed, faults),
      titles: Object.fromEntries(FACT_KEYS.map((key) => [key, this.titleOf(request, service, key)])),
      heldBack: criteria.filter(({ id }) => heldBackBy.includes(id)),
      ...shown,
      faults,
    });
  }

  /** `/facts/publicPage/urls/2` is the third line of the addresses of that fact. */
  private placeOf(request: CallerRequest, service: ServiceOnDesk, pointer: string) {
    const [, , key = '', member = 'state', item] = pointer.split('/');
    const known = FACT_KEYS.find((one) => one === key);
    if (known === undefined) return { field: 'main-content', title: key };
    const title = this.titleOf(request, service, known);
    const line = member === 'urls' && item !== undefined ? Number(item) + 1 : undefined;
    return {
      field: `${known}-${member}`,
      title: line === undefined ? title : this.views.text(request, 'deskServices:line', { title, line }),
    };
  }

  private titleOf(request: CallerRequest, { criteria }: ServiceOnDesk, key: FactKey): string {
    const criterion = criteria.find(({ fact }) => fact === key);
    return criterion
      ? criterion.title[languageOfPage(request.raw)]
      : this.views.text(request, `deskServices:fact_${key}`);
  }
}
