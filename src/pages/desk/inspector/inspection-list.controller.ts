import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { reachOf } from '../../../accounts/access-rules.js';
import { Access } from '../../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { Reader } from '../../../database/reader.js';
import type { FormValues } from '../../../http/form-body.js';
import { Problem } from '../../../http/problem.js';
import { inspectionPage } from '../../../inspections/inspection-list.query.js';
import { ListInspectionsQuery, OpenInspection } from '../../../inspections/inspections.dto.js';
import { Inspections } from '../../../inspections/inspections.service.js';
import { whereAgencies } from '../../../inspections/visible-agencies.query.js';
import { Form } from '../../form.js';
import { goTo } from '../../go-to.js';
import { languageOfPage } from '../../language.js';
import { Views } from '../../views.service.js';
import { checked } from '../checked-input.js';
import { reachedAgenciesByName } from '../my-agencies.query.js';
import { SentForm } from '../sent-form.js';
import { serviceNames } from './service-names.query.js';

const PAGE_SIZE = 30;

/** Inspections that are open or closed; the place to open one. */
@Controller('desk/inspections')
export class InspectionListController {
  constructor(
    private readonly reader: Reader,
    private readonly inspections: Inspections,
    private readonly views: Views,
  ) {}

  @Get()
  @Access('inspection.read')
  async list(
    @CurrentCaller() caller: Caller,
    @Query() sent: object,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const filter = await Form.of(ListInspectionsQuery, sent, languageOfPage(request.raw));
    const page = await filter.ask(({ limit = PAGE_SIZE, cursor, agency, ...which }) =>
      this.reader.snapshot(async (queries) => {
        const within = await whereAgencies(queries, caller, 'inspection.read', agency, 's.agency_code');
        const found = await inspectionPage(queries, within, which, limit, cursor);
        return {
          ...found,
          names: await serviceNames(
            queries,
            found.items.map((item) => item.serviceId),
          ),
        };
      }),
    );
    const agencies = await reachedAgenciesByName(this.reader, caller, 'inspection.read');
    void reply.status(filter.status);
    return this.views.page(request, reply, 'desk/inspector/inspections', {
      title: this.views.text(request, 'deskInspections:title'),
      desk: '/desk/inspections',
      data: { json: `/api/v1/inspections?${filter.query()}` },
      hasDemonstration: Object.values(page?.names ?? {}).some(({ demonstration }) => demonstration),
      filter,
      agencies: agencies.map(({ code, name }) => ({ value: code, text: name })),
      conducts: reachOf('inspection.conduct', caller.role) !== undefined,
      page,
    });
  }

  /** Opens an inspection, or goes to the one that is open: pressed twice, the button does the same. */
  @Post()
  @Access('inspection.conduct')
  async open(
    @CurrentCaller() caller: Caller,
    @SentForm() form: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const input = await checked(OpenInspection, { serviceId: form.text('serviceId'), method: 'online' });
    try {
      const { id } = await this.inspections.open(caller, input);
      return goTo(request, reply, `/desk/inspections/${id}`);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'inspection_open') throw error;
      return goTo(request, reply, `/desk/inspections/${error.details.params!['id']}`);
    }
  }
}
