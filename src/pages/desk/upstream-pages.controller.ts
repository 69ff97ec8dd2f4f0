import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../accounts/caller.js';
import { CLOCK, type Clock } from '../../database/database.module.js';
import { Reader } from '../../database/reader.js';
import { civilToday } from '../../domain/dates/civil-date.js';
import { etagOfJson } from '../../http/preconditions.js';
import { Problem } from '../../http/problem.js';
import { serviceUpstream } from '../../public-services/upstream/upstream-change.query.js';
import { UpstreamChanges } from '../../public-services/upstream/upstream-change.service.js';
import { ServicePath } from '../../publication/services.dto.js';
import { goTo } from '../go-to.js';
import { Views } from '../views.service.js';
import { type PageFault, pageFaults } from './page-faults.js';
import { partLines } from './part-lines.js';
import { sentForm } from './sent-form.js';
import { serviceOnDesk } from './service-desk.query.js';

const NOTE_MAX = 2000;

/** What a new version of the procedure changed under a service, old beside new, and the two ways to answer. */
@Controller('desk/services/:id/upstream-change')
@Access('service.edit')
export class UpstreamPagesController {
  constructor(
    private readonly reader: Reader,
    private readonly changes: UpstreamChanges,
    private readonly views: Views,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  show(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ServicePath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.page(caller, id, request, reply, '', []);
  }

  @Post()
  async confirm(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ServicePath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const form = sentForm(request);
    const note = form.text('note');
    if (note.length > NOTE_MAX) {
      const title = this.views.text(request, 'upstream:note');
      const text = `${title}: ${this.views.text(request, 'upstream:noteTooLong', { max: NOTE_MAX })}`;
      void reply.status(400);
      return this.page(caller, id, request, reply, note, [{ field: 'note', text }]);
    }
    try {
      const headers = { 'if-match': form.raw('version') };
      await this.changes.confirm(caller, id, note === '' ? null : note, { headers });
      return goTo(request, reply, `/desk/services/${id}/upstream-change`);
    } catch (error) {
      if (!(error instanceof Problem) || ![409, 412, 428].includes(error.status)) throw error;
      void reply.status(error.status === 428 ? 412 : error.status);
      const faults = pageFaults(this.views, request, error, () => ({ field: 'note', title: '' }));
      return this.page(caller, id, request, reply, note, faults);
    }
  }

  private async page(
    caller: Caller,
    id: string,
    request: CallerRequest,
    reply: FastifyReply,
    note: string,
    faults: PageFault[],
  ): Promise<string> {
    const { service, upstream } = await this.reader.snapshot(async (queries) => ({
      service: await serviceOnDesk(queries, caller, id, civilToday(this.clock())),
      upstream: await serviceUpstream(queries, id),
    }));
    const t = (key: string, values?: Record<string, unknown>) => this.views.text(request, key, values);
    return this.views.page(request, reply, 'desk/upstream-change', {
      title: t('upstream:title'),
      desk: '/desk/services',
      hasDemonstration: service.demonstration,
      service,
      upstream,
      changed: upstream.pending?.changed.map(({ part, before, after }) => ({
        part,
        before: partLines(part, before, t),
        after: partLines(part, after, t),
      })),
      version: etagOfJson(upstream),
      note,
      faults,
    });
  }
}
