import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import type { CallerRequest } from '../../accounts/caller.js';
import { Reader } from '../../database/reader.js';
import type { PublishedService } from '../../domain/published-service.js';
import { Problem } from '../../http/problem.js';
import { ListServicesQuery, ServicePath } from '../../publication/services.dto.js';
import { servicePage } from '../../publication/service-list.query.js';
import { Views } from '../views.service.js';

const PAGE_SIZE = 50;

@Controller('services')
@Access('catalogue.read')
export class ServicePagesController {
  constructor(
    private readonly reader: Reader,
    private readonly views: Views,
  ) {}

  @Get()
  async list(
    @Query() query: ListServicesQuery,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { sort, limit = PAGE_SIZE, cursor, fields: _, ...filter } = query;
    const page = await this.reader.snapshot((queries) =>
      servicePage(queries, filter, { sort, limit, cursor }),
    );
    const items = page.docs.map((doc) => JSON.parse(doc) as PublishedService);
    const question = new URLSearchParams(request.url.split('?')[1]);
    return this.views.page(request, reply, 'services/list', {
      title: this.views.text(request, 'services:title'),
      section: '/services',
      hasDemonstration: items.some((item) => item.demonstration),
      data: { json: `/api/v1/services?${question}`, csv: `/api/v1/services.csv?${question}` },
      filter: query,
      page,
      items,
    });
  }

  @Get(':id')
  async one(
    @Param() { id }: ServicePath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const row = await this.reader.get<{ doc: string | null }>(
      'SELECT doc FROM change WHERE service_id = :id ORDER BY seq DESC LIMIT 1',
      { id },
    );
    if (row?.doc == null) throw new Problem(404, row ? 'service_closed' : 'not_found');
    const service = JSON.parse(row.doc) as PublishedService;
    return this.views.page(request, reply, 'services/one', {
      title: service.procedure.name,
      section: '/services',
      hasDemonstration: service.demonstration,
      data: { json: `/api/v1/services/${id}` },
      service,
    });
  }
}
