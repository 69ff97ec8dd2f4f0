import { Body, Controller, Get, Inject, Param, Put, Req } from '@nestjs/common';
import { Access } from '../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../accounts/caller.js';
import { CLOCK, type Clock } from '../database/database.module.js';
import { Reader } from '../database/reader.js';
import { civilToday } from '../domain/dates/civil-date.js';
import { Describe } from '../http/describe.js';
import { ServicePath } from '../publication/services.dto.js';
import { assessmentOf, type ServiceAssessment } from './assessment.query.js';
import { statedFacts, type StatedFacts } from './facts.query.js';
import { FactsService } from './facts.service.js';
import { SaveFacts } from './public-services.dto.js';
import { ASSESSMENT, STATED_FACTS } from './public-services.schema.js';

/** What is stated of a service, and what it supports. */
@Controller('api/v1/services/:id')
export class FactsController {
  constructor(
    private readonly facts: FactsService,
    private readonly reader: Reader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('facts')
  @Access('catalogue.read')
  @Describe({
    summary: 'The facts stated of a service, and those its procedure states for it',
    tag: 'services',
    answers: { 200: STATED_FACTS },
    problems: [404],
    examples: { id: 'STP~1.000688' },
  })
  read(@Param() { id }: ServicePath): Promise<StatedFacts> {
    return this.reader.snapshot((queries) => statedFacts(queries, id, civilToday(this.clock())));
  }

  @Put('facts')
  @Access('service.edit')
  @Describe({
    summary: 'Save the whole set of facts of a service; answers what they support',
    more: 'What is left out is unknown from then on. The answer is the assessment by the level scheme: which level the facts support, and what is missing for the next one.',
    tag: 'services',
    answers: { 200: ASSESSMENT },
    problems: [404, 409],
    ifMatch: 'required',
    examples: { id: 'STP~1.000688' },
  })
  save(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ServicePath,
    @Body() body: SaveFacts,
    @Req() request: CallerRequest,
  ): Promise<ServiceAssessment> {
    return this.facts.save(caller, id, body, request);
  }

  @Get('assessment')
  @Access('catalogue.read')
  @Describe({
    summary: 'What the facts of a service support, criterion by criterion, and what holds it back',
    more: 'Levels are cumulative: the supported level is the highest whose criteria, and all below, are met or properly not applicable.',
    tag: 'services',
    answers: { 200: ASSESSMENT },
    problems: [404],
    examples: { id: 'STP~1.000688' },
  })
  assess(@Param() { id }: ServicePath): Promise<ServiceAssessment> {
    return this.reader.snapshot((queries) => assessmentOf(queries, id, civilToday(this.clock())));
  }
}
