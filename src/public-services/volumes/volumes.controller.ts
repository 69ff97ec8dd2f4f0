import { Body, Controller, Get, Param, Put, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../accounts/caller.js';
import { Reader } from '../../database/reader.js';
import { Describe } from '../../http/describe.js';
import { ServicePath } from '../../publication/services.dto.js';
import { VolumesPath, VolumesQuery } from './volumes.dto.js';
import { type PeriodVolumes, type ServiceVolumes, serviceVolumes, volumesOfPeriod } from './volumes.query.js';
import { PERIOD_VOLUMES, SAVE_VOLUMES, SERVICE_VOLUMES } from './volumes.schema.js';
import { VolumesService } from './volumes.service.js';

const EXAMPLES = { id: 'STP~1.000688', period: '2012' };

/** Dossiers of a service: received, resolved and on time, by period and channel. */
@Controller('api/v1/services/:id/volumes')
export class VolumesController {
  constructor(
    private readonly volumes: VolumesService,
    private readonly reader: Reader,
  ) {}

  @Get()
  @Access('catalogue.read')
  @Describe({
    summary: 'Case volumes of a service by period and channel, with every correction',
    tag: 'services',
    answers: { 200: SERVICE_VOLUMES },
    problems: [404],
    examples: { id: EXAMPLES.id },
  })
  all(@Param() { id }: ServicePath, @Query() query: VolumesQuery): Promise<ServiceVolumes> {
    return this.reader.snapshot((queries) => serviceVolumes(queries, id, query));
  }

  @Get(':period')
  @Access('catalogue.read')
  @Describe({
    summary: 'Case volumes of a service in one period',
    tag: 'services',
    answers: { 200: PERIOD_VOLUMES },
    problems: [404],
    examples: EXAMPLES,
  })
  one(@Param() { id, period }: VolumesPath): Promise<PeriodVolumes> {
    return this.reader.snapshot((queries) => volumesOfPeriod(queries, id, period));
  }

  @Put(':period')
  @Access('service.edit')
  @Describe({
    summary:
      'Save the case volumes of a period, all channels at once; a later saving corrects, an empty list takes them back',
    tag: 'services',
    body: { 'application/json': SAVE_VOLUMES },
    answers: { 200: PERIOD_VOLUMES, 201: PERIOD_VOLUMES },
    problems: [400, 404, 409, 428],
    ifMatch: 'optional',
    examples: EXAMPLES,
  })
  async save(
    @CurrentCaller() caller: Caller,
    @Param() { id, period }: VolumesPath,
    @Body() body: unknown,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PeriodVolumes> {
    const { created, volumes } = await this.volumes.save(caller, id, period, body, request);
    void reply.status(created ? 201 : 200);
    return volumes;
  }
}
