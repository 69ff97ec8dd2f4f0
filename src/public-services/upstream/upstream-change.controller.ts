import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { Access } from '../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../accounts/caller.js';
import { Reader } from '../../database/reader.js';
import { Describe } from '../../http/describe.js';
import { Optional, Text } from '../../http/input.js';
import { ServicePath } from '../../publication/services.dto.js';
import { type ServiceUpstream, serviceUpstream } from './upstream-change.query.js';
import { UPSTREAM_CHANGE } from './upstream-change.schema.js';
import { UpstreamChanges } from './upstream-change.service.js';

class ConfirmVersion {
  @Optional() @Text({ max: 2000 }) note?: string;
}

/** What a new version of the procedure changed under a service, and the agency's answer. */
@Controller('api/v1/services/:id')
export class UpstreamChangeController {
  constructor(
    private readonly changes: UpstreamChanges,
    private readonly reader: Reader,
  ) {}

  @Get('upstream-change')
  @Access('catalogue.read')
  @Describe({
    summary:
      'What a new version of the procedure changed, part by part, and whether the agency has answered it',
    tag: 'services',
    answers: { 200: UPSTREAM_CHANGE },
    problems: [404],
    examples: { id: 'STP~1.000688' },
  })
  read(@Param() { id }: ServicePath): Promise<ServiceUpstream> {
    return this.reader.snapshot((queries) => serviceUpstream(queries, id));
  }

  @Post('confirm-version')
  @HttpCode(200)
  @Access('service.edit')
  @Describe({
    summary: 'Say that the facts of a service hold under the new version of its procedure',
    tag: 'services',
    answers: { 200: UPSTREAM_CHANGE },
    problems: [404, 409],
    ifMatch: 'required',
    examples: { id: 'STP~1.000688' },
  })
  confirm(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ServicePath,
    @Body() { note }: ConfirmVersion,
    @Req() request: CallerRequest,
  ): Promise<ServiceUpstream> {
    return this.changes.confirm(caller, id, note ?? null, request);
  }
}
