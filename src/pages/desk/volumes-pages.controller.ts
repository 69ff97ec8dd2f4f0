import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../accounts/caller.js';
import { CLOCK, type Clock } from '../../database/database.module.js';
import { Reader } from '../../database/reader.js';
import { VOLUME_CHANNELS } from '../../domain/case-volumes.js';
import { civilToday } from '../../domain/dates/civil-date.js';
import { etagOfJson } from '../../http/preconditions.js';
import { Problem } from '../../http/problem.js';
import { serviceVolumes } from '../../public-services/volumes/volumes.query.js';
import { VolumesService } from '../../public-services/volumes/volumes.service.js';
import { ServicePath } from '../../publication/services.dto.js';
import { goTo } from '../go-to.js';
import { Views } from '../views.service.js';
import { type PageFault, pageFaults } from './page-faults.js';
import { sentForm } from './sent-form.js';
import { serviceOnDesk } from './service-desk.query.js';

const FIGURES = ['received', 'resolved', 'onTime'] as const;
/** `online-received` and so on: the fields of the form, by channel and figure. */
const FIELDS = VOLUME_CHANNELS.flatMap((channel) => FIGURES.map((figure) => `${channel}-${figure}`));

type Typed = Record<string, string>;

/** The dossiers of a service by period and channel, and the form to enter or correct them. */
@Controller('desk/services/:id/volumes')
@Access('service.edit')
export class VolumesPagesController {
  constructor(
    private readonly reader: Reader,
    private readonly volumes: VolumesService,
    private readonly views: Views,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  show(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ServicePath,
    @Query('period') period: string | undefined,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.page(caller, id, request, reply, period ?? '', undefined, []);
  }

  @Post()
  async save(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ServicePath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const form = sentForm(request);
    const period = form.text('period').trim();
    const typed = Object.fromEntries(FIELDS.map((field) => [field, form.text(field).trim()]));
    const sent = VOLUME_CHANNELS.filter((channel) => FIGURES.some((name) => typed[`${channel}-${name}`]));
    const body = sent.map((channel) => ({ channel, ...figuresOf(typed, channel) }));
    const version = form.raw('version');
    try {
      const headers = version === '' ? {} : { 'if-match': version };
      await this.volumes.save(caller, id, period, body, { headers });
      return goTo(request, reply, `/desk/services/${id}/volumes`);
    } catch (error) {
      if (!(error instanceof Problem) || ![400, 409, 412, 428].includes(error.status)) throw error;
      void reply.status(error.status === 428 ? 412 : error.status);
      const faults = pageFaults(this.views, request, error, (pointer) => {
        const [, at, figure] = pointer.split('/');
        // Of the figures as a whole: none was given.
        if (!at)
          return {
            field: `${VOLUME_CHANNELS[0]}-received`,
            title: this.views.text(request, 'volumes:title'),
          };
        const channel = sent[Number(at)];
        if (!channel || figure === undefined)
          return { field: 'period', title: this.views.text(request, 'volumes:period') };
        const named = `${this.views.text(request, `service:channel_${channel}`)} – ${this.views.text(request, `service:volumes_${figure}`)}`;
        return { field: `${channel}-${figure}`, title: named };
      });
      return this.page(caller, id, request, reply, period, typed, faults);
    }
  }

  /** @param typed undefined: what is recorded of the period, to be corrected */
  private async page(
    caller: Caller,
    id: string,
    request: CallerRequest,
    reply: FastifyReply,
    period: string,
    typed: Typed | undefined,
    faults: PageFault[],
  ): Promise<string> {
    const { service, known } = await this.reader.snapshot(async (queries) => ({
      service: await serviceOnDesk(queries, caller, id, civilToday(this.clock())),
      known: await serviceVolumes(queries, id),
    }));
    const standing = known.items.find((item) => item.period === period);
    const recorded = standing?.channels.flatMap((volume) =>
      FIGURES.map((figure) => [`${volume.channel}-${figure}`, String(volume[figure] ?? '')]),
    );
    return this.views.page(request, reply, 'desk/volumes', {
      title: this.views.text(request, 'volumes:title'),
      desk: '/desk/services',
      hasDemonstration: service.demonstration || known.items.some(({ demonstration }) => demonstration),
      service,
      periods: known.items.filter(({ withdrawn }) => !withdrawn).map((item) => ({ ...item, sums: item })),
      period,
      standing,
      version: standing ? etagOfJson(standing) : '',
      channels: VOLUME_CHANNELS,
      figures: FIGURES,
      typed: typed ?? Object.fromEntries(recorded ?? []),
      faults,
    });
  }
}

/** Digits as a number, an empty field as not known; any other text goes on as it is, to be refused with its place. */
function figuresOf(typed: Typed, channel: string): Record<string, unknown> {
  return Object.fromEntries(
    FIGURES.map((name) => [name, typed[`${channel}-${name}`]!] as const)
      .filter(([, text]) => text !== '')
      .map(([name, text]) => [name, /^\d{1,12}$/.test(text) ? Number(text) : text]),
  );
}
