import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { requireAgency } from '../accounts/agency-scope.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../accounts/caller.js';
import { CLOCK, type Clock } from '../database/database.module.js';
import { Reader } from '../database/reader.js';
import { civilToday } from '../domain/dates/civil-date.js';
import { Describe } from '../http/describe.js';
import { AlsoTells } from '../http/further-rules.js';
import { nextLink } from '../http/next-link.js';
import type { Page } from '../http/pages.js';
import { PublicUrl } from '../http/public-url.js';
import { alsoOfClosing, alsoOfOutcomes } from './inspection-faults.js';
import { inspectionPage, type ListedInspection } from './inspection-list.query.js';
import { type InspectionView, inspectionView } from './inspection-view.query.js';
import {
  CloseInspection,
  ListInspectionsQuery,
  OpenInspection,
  RecordOutcomes,
  RecordPath,
} from './inspections.dto.js';
import { INSPECTION, INSPECTION_PAGE } from './inspections.schema.js';
import { Inspections } from './inspections.service.js';
import { whereAgencies } from './visible-agencies.query.js';

const PAGE_SIZE = 50;

/** Inspections of what agencies declare. */
@Controller('api/v1/inspections')
export class InspectionsController {
  constructor(
    private readonly inspections: Inspections,
    private readonly reader: Reader,
    private readonly publicUrl: PublicUrl,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @Access('inspection.conduct')
  @Describe({
    summary: 'Open an inspection of the declaration in effect; not of what oneself or one’s agency declared',
    more: 'The facts as they are now are bound to the inspection by their SHA-256: when they change later, the verification is stale.',
    tag: 'inspections',
    answers: { 201: INSPECTION },
    problems: [404, 409],
  })
  async open(
    @CurrentCaller() caller: Caller,
    @Body() body: OpenInspection,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InspectionView> {
    const inspection = await this.inspections.open(caller, body);
    void reply.header('location', this.publicUrl.api(`inspections/${encodeURIComponent(inspection.id)}`));
    return inspection;
  }

  @Get()
  @Access('inspection.read')
  @Describe({
    summary: 'Inspections, the latest first; clerks see those of their agency and of the ones under it',
    tag: 'inspections',
    answers: { 200: INSPECTION_PAGE },
    problems: [404],
  })
  async list(
    @CurrentCaller() caller: Caller,
    @Query() query: ListInspectionsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<ListedInspection>> {
    const { limit = PAGE_SIZE, cursor, agency, ...filter } = query;
    const page = await this.reader.snapshot(async (queries) => {
      const within = await whereAgencies(queries, caller, 'inspection.read', agency, 's.agency_code');
      return inspectionPage(queries, within, filter, limit, cursor);
    });
    if (page.next !== null)
      void reply.header('link', nextLink(this.publicUrl, 'inspections', query, page.next));
    return page;
  }

  @Get(':id')
  @Access('inspection.read')
  @Describe({
    summary: 'One inspection: the declaration, the facts, what they support and what was found, side by side',
    tag: 'inspections',
    answers: { 200: INSPECTION },
    problems: [404],
    examples: { id: 'STP~1.000688~i1' },
  })
  one(@CurrentCaller() caller: Caller, @Param() { id }: RecordPath): Promise<InspectionView> {
    return this.reader.snapshot(async (queries) => {
      const view = await inspectionView(queries, id, civilToday(this.clock()));
      await requireAgency(queries, caller, 'inspection.read', view.agencyCode);
      return view;
    });
  }

  @Patch(':id')
  @Access('inspection.conduct')
  @AlsoTells<RecordOutcomes, RecordPath>(alsoOfOutcomes)
  @Describe({
    summary: 'Record what was found of some criteria',
    tag: 'inspections',
    answers: { 200: INSPECTION },
    problems: [404, 409],
    ifMatch: 'required',
    examples: { id: 'STP~1.000688~i1' },
  })
  record(
    @CurrentCaller() caller: Caller,
    @Param() { id }: RecordPath,
    @Body() body: RecordOutcomes,
    @Req() request: CallerRequest,
  ): Promise<InspectionView> {
    return this.inspections.record(caller, id, body, request);
  }

  @Post(':id/close')
  @HttpCode(200)
  @Access('inspection.conduct')
  @AlsoTells<CloseInspection, RecordPath>(alsoOfClosing)
  @Describe({
    summary: 'Close an inspection: the verified level follows from its outcomes and is published',
    more: 'Findings say what has to be mended and by which day. The agency is told where the level is below the declared one, and where there are findings.',
    tag: 'inspections',
    answers: { 200: INSPECTION },
    problems: [404, 409, 422],
    ifMatch: 'required',
    examples: { id: 'STP~1.000688~i1' },
  })
  close(
    @CurrentCaller() caller: Caller,
    @Param() { id }: RecordPath,
    @Body() body: CloseInspection,
    @Req() request: CallerRequest,
  ): Promise<InspectionView> {
    return this.inspections.close(caller, id, body, request);
  }
}
