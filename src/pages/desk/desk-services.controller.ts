import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../accounts/caller.js';
import { Reader } from '../../database/reader.js';
import { Code } from '../../http/coded-input.js';
import { OneOf, Optional, Text, WholeNumber } from '../../http/input.js';
import { SERVICE_STATES, type ServiceFilter } from '../../publication/service-filter.js';
import { levelSchemes } from '../../schemes/level-schemes.query.js';
import { Views } from '../views.service.js';
import { asked, checked } from './checked-input.js';
import { type DeskFilter, deskServices } from './desk-services.query.js';
import { agenciesByName, reachedAgencies } from './my-agencies.query.js';

const LAST_PAGE = 100_000;

class DeskServicesQuery implements DeskFilter {
  @Optional() @Text({ max: 300 }) q?: string;
  @Optional() @Code() agency?: string;
  @Optional() @OneOf(['1', '2', '3', 'none']) level?: string;
  @Optional() @OneOf(SERVICE_STATES) state?: ServiceFilter['state'];
  @Optional() @Code() heldBackBy?: string;
  @Optional() @WholeNumber({ min: 1, max: LAST_PAGE }) page?: number;
}

/** The services of the caller's agencies, with what each one lacks. */
@Controller('desk/services')
@Access('service.edit')
export class DeskServicesController {
  constructor(
    private readonly reader: Reader,
    private readonly views: Views,
  ) {}

  @Get()
  async list(
    @CurrentCaller() caller: Caller,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const question = asked(request.url);
    const { page = 1, ...filter } = await checked(DeskServicesQuery, question, 'query');
    const found = await this.reader.snapshot(async (queries) => {
      const agencies = await reachedAgencies(queries, caller, 'service.edit');
      const { own } = await levelSchemes(queries);
      return {
        ...(await deskServices(queries, agencies, filter, page)),
        agencies: await agenciesByName(queries, agencies, caller.agencyCode),
        criteria: own.criteria,
        titles: Object.fromEntries(own.criteria.map(({ id, title }) => [id, title])),
      };
    });
    const pageLink = (to: number) => `?${new URLSearchParams({ ...question, page: String(to) })}`;
    return this.views.page(request, reply, 'desk/services', {
      title: this.views.text(request, 'deskServices:title'),
      desk: '/desk/services',
      hasDemonstration: found.items.some(({ demonstration }) => demonstration),
      filter,
      ...found,
      isEmpty: found.total === 0 && Object.keys(filter).length === 0,
      previous: found.page > 1 ? pageLink(found.page - 1) : null,
      next: found.page < found.pages ? pageLink(found.page + 1) : null,
    });
  }
}
