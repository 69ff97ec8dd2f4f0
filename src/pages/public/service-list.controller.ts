import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import type { CallerRequest } from '../../accounts/caller.js';
import { type Queries, Reader } from '../../database/reader.js';
import type { PublishedService } from '../../domain/published-service.js';
import type { ChoiceCounts } from '../../publication/filter-counts.query.js';
import { servicePage } from '../../publication/service-list.query.js';
import { ListServicesQuery } from '../../publication/services.dto.js';
import { Form } from '../form.js';
import { languageOfPage } from '../language.js';
import { Views } from '../views.service.js';
import { choices } from './choices.query.js';
import { FilterCounts } from './filter-counts.service.js';

const PAGE_SIZE = 50;
const EXPORTS = ['csv', 'xlsx', 'jsonl', 'jsonld', 'ttl'];
/** What the form asks for; other words of the list are carried along from the links behind numbers. */
const FIELDS = ['q', 'agency', 'scope', 'field', 'level', 'basis', 'asOf', 'sort', 'limit', 'cursor'];

/** The published list. */
@Controller('services')
@Access('catalogue.read')
export class ServiceListPage {
  constructor(
    private readonly reader: Reader,
    private readonly views: Views,
    private readonly counts: FilterCounts,
  ) {}

  @Get()
  async list(
    @Query() sent: object,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const form = await Form.of(ListServicesQuery, sent, languageOfPage(request.raw));
    const found = await form.ask((query) => {
      const { sort, limit = PAGE_SIZE, cursor, fields: _, ...filter } = query;
      const read = async (queries: Queries) => ({
        page: await servicePage(queries, filter, { sort, limit, cursor }),
        counts: await this.counts.of(queries, filter),
      });
      // A past day is counted in the history: once for each filter.
      const isPast = filter.asOf !== undefined || filter.knownAt !== undefined;
      return isPast ? this.reader.longSnapshot(read) : this.reader.snapshot(read);
    });
    const items = found?.page.docs.map((doc) => JSON.parse(doc) as PublishedService) ?? [];
    const question = form.query({ cursor: undefined });
    void reply.status(form.status);
    return this.views.page(request, reply, 'services/list', {
      title: this.views.text(request, 'services:title'),
      section: '/services',
      hasDemonstration: items.some((item) => item.demonstration),
      data: { json: `/api/v1/services?${form.query()}`, csv: fileOf('csv', form) },
      form,
      choices: await choices(this.reader),
      counts: found?.counts,
      isFiltered: Object.keys(form.typed).some((name) => !['q', 'sort', 'limit', 'cursor'].includes(name)),
      carried: Object.entries(form.typed).filter(([name]) => !FIELDS.includes(name)),
      question,
      exports: EXPORTS.map((format) => ({
        format,
        href: fileOf(format, form),
      })),
      page: found?.page,
      levels: found && levelCounts(found.counts.level),
      items,
    });
  }
}

/** By the choice of a level, with all of them together. */
function levelCounts(counts: ChoiceCounts): Record<string, number> {
  const all = [...counts.values()].reduce((sum, n) => sum + n, 0);
  return { none: 0, 1: 0, 2: 0, 3: 0, ...Object.fromEntries(counts), all };
}

/** Files hold the whole list at once. */
function fileOf(format: string, form: Form<ListServicesQuery>): string {
  const whole = { cursor: undefined, limit: undefined, fields: undefined, sort: undefined };
  return `/api/v1/services.${format}?${form.query(whole)}`;
}
