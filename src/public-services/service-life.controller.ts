import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../accounts/caller.js';
import { Describe } from '../http/describe.js';
import { AlsoTells } from '../http/further-rules.js';
import { PublicUrl } from '../http/public-url.js';
import { ServicePath } from '../publication/services.dto.js';
import { alsoOfOpening } from './offer-faults.js';
import { CloseService, OpenService, ReopenService } from './public-services.dto.js';
import { STANDING } from './public-services.schema.js';
import { ServiceLife } from './service-life.service.js';
import type { Standing } from './standing.query.js';

/** The beginning and end of services. */
@Controller('api/v1/services')
@Access('service.edit')
export class ServiceLifeController {
  constructor(
    private readonly life: ServiceLife,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Post()
  @AlsoTells<OpenService>(alsoOfOpening)
  @Describe({
    summary: 'Open a service: an agency begins to handle a published procedure',
    tag: 'services',
    answers: { 201: STANDING },
    problems: [409, 422],
  })
  async open(
    @CurrentCaller() caller: Caller,
    @Body() body: OpenService,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Standing> {
    const standing = await this.life.open(caller, body);
    const place = `services/${encodeURIComponent(standing.id)}`;
    // A service of an agency that has ended, or of a day to come, is not in the list; its facts are there.
    void reply.header('location', this.publicUrl.api(standing.service === null ? `${place}/facts` : place));
    return standing;
  }

  @Post(':id/close')
  @HttpCode(200)
  @Describe({
    summary: 'Close a service: it leaves the published list after its last day and stays in history',
    tag: 'services',
    answers: { 200: STANDING },
    problems: [404, 409],
    ifMatch: 'required',
    examples: { id: 'STP~1.000688' },
  })
  close(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ServicePath,
    @Body() body: CloseService,
    @Req() request: CallerRequest,
  ): Promise<Standing> {
    return this.life.close(caller, id, body, request);
  }

  @Post(':id/reopen')
  @HttpCode(200)
  @Describe({
    summary: 'Open a closed service again, or take back a last day that has not come yet',
    tag: 'services',
    answers: { 200: STANDING },
    problems: [404, 409, 422],
    examples: { id: 'STP~1.000688' },
  })
  reopen(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ServicePath,
    @Body() body: ReopenService,
  ): Promise<Standing> {
    return this.life.reopen(caller, id, body);
  }
}
