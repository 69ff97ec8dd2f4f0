import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { CLOCK, type Clock } from '../../../database/database.module.js';
import { Reader } from '../../../database/reader.js';
import { civilToday } from '../../../domain/dates/civil-date.js';
import { wording } from '../../../http/wording.js';
import { forbiddenToInspect } from '../../../inspections/inspectable.query.js';
import { QueueQuery } from '../../../inspections/inspections.dto.js';
import { QUEUE_REASONS } from '../../../inspections/queue-reasons.js';
import { queuePage } from '../../../inspections/queue.query.js';
import { whereAgencies } from '../../../inspections/visible-agencies.query.js';
import { Form } from '../../form.js';
import { languageOfPage } from '../../language.js';
import { choices } from '../../public/choices.query.js';
import { Views } from '../../views.service.js';
import { serviceNames } from './service-names.query.js';

const PAGE_SIZE = 25;

/** What to inspect next, and why. */
@Controller('desk/queue')
@Access('inspection.conduct')
export class QueuePageController {
  constructor(
    private readonly reader: Reader,
    private readonly views: Views,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async queue(
    @CurrentCaller() caller: Caller,
    @Query() sent: object,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const language = languageOfPage(request.raw);
    const today = civilToday(this.clock());
    const filter = await Form.of(QueueQuery, sent, language);
    const page = await filter.ask(({ limit = PAGE_SIZE, cursor, agency, ...which }) =>
      this.reader.longSnapshot(async (queries) => {
        const within = await whereAgencies(queries, caller, 'inspection.conduct', agency, 's.agency_code');
        const found = await queuePage(queries, within, which, limit, cursor);
        return {
          ...found,
          names: await serviceNames(
            queries,
            found.items.map((item) => item.serviceId),
          ),
          forbidden: await forbiddenToInspect(queries, caller, found.items, today),
        };
      }),
    );
    const forbidden = Object.entries(page?.forbidden ?? {}).map(([id, { code, details }]) => [
      id,
      wording(code, language, details.params),
    ]);
    void reply.status(filter.status);
    return this.views.page(request, reply, 'desk/inspector/queue', {
      title: this.views.text(request, 'deskQueue:title'),
      desk: '/desk/queue',
      data: { json: `/api/v1/inspection-queue?${filter.query()}` },
      hasDemonstration: Object.values(page?.names ?? {}).some(({ demonstration }) => demonstration),
      filter,
      choices: await choices(this.reader),
      reasons: QUEUE_REASONS.map(({ code }) => ({
        value: code,
        text: this.views.text(request, `deskQueue:reason_${code}`),
      })),
      page,
      forbidden: Object.fromEntries(forbidden) as Record<string, string>,
    });
  }
}
