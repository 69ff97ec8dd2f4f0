import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { Reader } from '../../../database/reader.js';
import { findingCounts, findingPage } from '../../../inspections/finding.query.js';
import { ListFindingsQuery } from '../../../inspections/inspections.dto.js';
import { whereAgencies } from '../../../inspections/visible-agencies.query.js';
import { Form } from '../../form.js';
import { languageOfPage } from '../../language.js';
import { Views } from '../../views.service.js';
import { reachedAgenciesByName } from '../my-agencies.query.js';
import { serviceNames } from './service-names.query.js';

const PAGE_SIZE = 30;

/** Findings to answer for agencies, and to follow for inspectors. */
@Controller('desk/findings')
@Access('inspection.read')
export class FindingListController {
  constructor(
    private readonly reader: Reader,
    private readonly views: Views,
  ) {}

  @Get()
  async list(
    @CurrentCaller() caller: Caller,
    @Query() sent: object,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const filter = await Form.of(ListFindingsQuery, sent, languageOfPage(request.raw));
    const page = await filter.ask(({ limit = PAGE_SIZE, cursor, agency, ...which }) =>
      this.reader.snapshot(async (queries) => {
        const within = await whereAgencies(queries, caller, 'inspection.read', agency, 'f.agency_code');
        const found = await findingPage(queries, within, which, limit, cursor);
        return {
          ...found,
          counts: await findingCounts(queries, within),
          names: await serviceNames(
            queries,
            found.items.map((item) => item.serviceId),
          ),
        };
      }),
    );
    const agencies = await reachedAgenciesByName(this.reader, caller, 'inspection.read');
    void reply.status(filter.status);
    return this.views.page(request, reply, 'desk/inspector/findings', {
      title: this.views.text(request, 'deskFindings:title'),
      desk: '/desk/findings',
      data: { json: `/api/v1/findings?${filter.query()}` },
      hasDemonstration: Object.values(page?.names ?? {}).some(({ demonstration }) => demonstration),
      filter,
      agencies: agencies.map(({ code, name }) => ({ value: code, text: name })),
      page,
    });
  }
}
