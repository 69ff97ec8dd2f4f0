import { Body, Controller, Get, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { requireAgency } from '../accounts/agency-scope.js';
import { actorOf, type Caller, CurrentCaller } from '../accounts/caller.js';
import { Reader } from '../database/reader.js';
import { Describe } from '../http/describe.js';
import { AlsoTells } from '../http/further-rules.js';
import { nextLink } from '../http/next-link.js';
import type { Page } from '../http/pages.js';
import { etagOfJson, requireIfMatch } from '../http/preconditions.js';
import { notFound } from '../http/problem.js';
import { PublicUrl } from '../http/public-url.js';
import { AgencyPath, ChangeAgencyBody, ListAgenciesQuery, NewAgencyBody } from './agencies.dto.js';
import { AGENCY, AGENCY_CONTACT, AGENCY_PAGE } from './agencies.schema.js';
import { AgenciesService } from './agencies.service.js';
import { type AgencyContact, agencyContact } from './agency-contact.js';
import { changedAgencyFaults, newAgencyFaults } from './agency-faults.js';
import { agencyPage } from './agency-list.query.js';
import {
  type AgencyDetail,
  agencyDetail,
  agencyView,
  type AgencyView,
  recordTag,
} from './agency-view.query.js';

const PAGE_SIZE = 50;
const tag = 'agencies';
const examples = { code: 'STP' };

@Controller('api/v1/agencies')
export class AgenciesController {
  constructor(
    private readonly reader: Reader,
    private readonly agencies: AgenciesService,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Get()
  @Access('catalogue.read')
  @Describe({
    summary: 'Agencies by name: every one ever known, or those of a day',
    tag,
    answers: { 200: AGENCY_PAGE },
    problems: [404],
  })
  async list(
    @Query() query: ListAgenciesQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<AgencyView>> {
    const { limit = PAGE_SIZE, cursor, ...filter } = query;
    const page = await this.reader.snapshot((queries) => agencyPage(queries, filter, limit, cursor));
    if (page.next !== null) void reply.header('link', nextLink(this.publicUrl, 'agencies', query, page.next));
    return page;
  }

  @Post()
  @Access('agency.manage')
  @AlsoTells<NewAgencyBody>(newAgencyFaults)
  @Describe({ summary: 'Add an agency', tag, answers: { 201: AGENCY }, problems: [409] })
  async add(
    @Body() body: NewAgencyBody,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AgencyDetail> {
    const { code, name, level, nameEn = null, parentCode = null, kind = null, codeKind = null } = body;
    const { validFrom = null, validTo = null, successors = [], source = null } = body;
    const agency = await this.agencies.add(actorOf(caller), {
      code,
      name,
      nameEn,
      level,
      parentCode,
      kind,
      codeKind,
      validFrom,
      validTo,
      successors,
      source,
    });
    void reply.headers({ location: this.publicUrl.api(`agencies/${code}`), etag: etagOfJson(agency) });
    return agency;
  }

  @Get(':code')
  @Access('catalogue.read')
  @Describe({ summary: 'One agency with its relatives', tag, answers: { 200: AGENCY }, examples })
  async one(@Param() { code }: AgencyPath): Promise<AgencyDetail> {
    const agency = await this.reader.snapshot((queries) => agencyDetail(queries, code));
    if (!agency) throw notFound();
    return agency;
  }

  @Get(':code/contact')
  @Access('agency.readContact')
  @Describe({
    summary: 'Where an agency is told of inspections by mail',
    tag,
    answers: { 200: AGENCY_CONTACT },
    problems: [404],
    examples,
  })
  async contact(@CurrentCaller() caller: Caller, @Param() { code }: AgencyPath): Promise<AgencyContact> {
    return this.reader.snapshot(async (queries) => {
      if (!(await agencyView(queries, code))) throw notFound();
      await requireAgency(queries, caller, 'agency.readContact', code);
      return agencyContact(queries, code);
    });
  }

  @Patch(':code')
  @Access('agency.manage')
  @AlsoTells<ChangeAgencyBody, AgencyPath>(changedAgencyFaults)
  @Describe({
    summary:
      'Change an agency; its services are published anew. If-Match takes the ETag, or "revision-N" with the revision that was read, which counts of services do not move',
    tag,
    answers: { 200: AGENCY },
    ifMatch: 'required',
    examples,
  })
  async change(
    @Param() { code }: AgencyPath,
    @Body() change: ChangeAgencyBody,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AgencyDetail> {
    const agency = await this.agencies.change(actorOf(caller), code, change, (present) =>
      requireIfMatch(request, [etagOfJson(present), recordTag(present)]),
    );
    void reply.header('etag', etagOfJson(agency));
    return agency;
  }
}
