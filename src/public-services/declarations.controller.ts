import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller, PossibleCaller } from '../accounts/caller.js';
import { Reader } from '../database/reader.js';
import { CatalogueVersion } from '../http/catalogue-version.js';
import { Describe } from '../http/describe.js';
import { AlsoTells } from '../http/further-rules.js';
import { ServicePath } from '../publication/services.dto.js';
import { alsoOfDeclaration } from './declaration-faults.js';
import { DeclarationsService, type Declared } from './declarations.service.js';
import { historyOf } from './history.query.js';
import { DeclareLevel } from './public-services.dto.js';
import { DECLARED, HISTORY } from './public-services.schema.js';

/** Levels that agencies declare, and the record of them. */
@Controller('api/v1/services/:id')
export class DeclarationsController {
  constructor(
    private readonly declarations: DeclarationsService,
    private readonly reader: Reader,
    private readonly version: CatalogueVersion,
  ) {}

  @Post('declarations')
  @Access('service.declare')
  @AlsoTells<DeclareLevel, ServicePath>(alsoOfDeclaration)
  @Describe({
    summary: 'Declare the level of a service from a day on; refused where the facts do not support it',
    more: '`effectiveFrom` is a day from 1900-01-01, so that history can be entered, to 366 days from today, and not after the last day of the service. A level above what the facts support is 422 and names the criteria that hold it back. With `facts` the whole set is saved first, in the same step. A declaration that says nothing new is answered 200 and not recorded again.',
    tag: 'services',
    answers: { 201: DECLARED, 200: DECLARED },
    problems: [404, 409, 422],
    ifMatch: 'optional',
    examples: { id: 'STP~1.000688' },
  })
  async declare(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ServicePath,
    @Body() body: DeclareLevel,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Declared> {
    const declared = await this.declarations.declare(caller, id, body, request);
    void reply.status(declared.created ? 201 : 200);
    return declared;
  }

  @Get('history')
  @Access('catalogue.read')
  @Describe({
    summary: 'Every level record of a service: what holds now and what was once held to be true',
    more: 'Each record says when it was true (`validFrom`, `validTo`) and when it was known (`knownFrom`, `knownTo`): a correction is a new record. Callers with an account also see who declared and inspected.',
    tag: 'services',
    answers: { 200: HISTORY },
    problems: [404],
    examples: { id: 'STP~1.000688' },
  })
  history(
    @PossibleCaller() caller: Caller | undefined,
    @Param() { id }: ServicePath,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    // Names are for callers with an account: no shared cache may keep such an answer.
    const withNames = caller !== undefined;
    if (withNames) void reply.header('last-modified', this.version.lastModified.toUTCString());
    return this.reader.snapshot((queries) => historyOf(queries, id, withNames));
  }
}
