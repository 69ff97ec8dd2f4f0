import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { Reader } from '../database/reader.js';
import { Describe } from '../http/describe.js';
import { badRequest, Problem } from '../http/problem.js';
import { nextLink } from '../http/next-link.js';
import { PublicUrl } from '../http/public-url.js';
import { SERVICE, SERVICE_MEMBERS, SERVICE_PAGE } from './services.schema.js';
import { ListServicesQuery, ServicePath } from './services.dto.js';
import { servicePage } from './service-list.query.js';

const PAGE_SIZE = 50;
const JSON_TYPE = 'application/json; charset=utf-8';

/** The published list. */
@Controller('api/v1/services')
@Access('catalogue.read')
export class ServicesController {
  constructor(
    private readonly reader: Reader,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Get()
  @Describe({
    summary: 'The published list of services, filtered, sorted and paged',
    more: 'Each service has its published level and what that rests on: an inspection in effect, else the agency’s own declaration. `level` and `minLevel` ask about the published level unless `levelOf` names another; with `fields` only some members are sent.',
    tag: 'services',
    answers: { 200: SERVICE_PAGE },
    problems: [404],
  })
  async list(
    @Query() query: ListServicesQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { sort, limit = PAGE_SIZE, cursor, fields, ...filter } = query;
    const members = fields === undefined ? undefined : membersOf(fields);
    const page = await this.reader.snapshot((queries) =>
      servicePage(queries, filter, { sort, limit, cursor }),
    );
    const items = members === undefined ? page.docs : page.docs.map((doc) => onlyMembers(doc, members));
    if (page.next !== null) void reply.header('link', nextLink(this.publicUrl, 'services', query, page.next));
    void reply.type(JSON_TYPE);
    const { next, total, asOf, seq } = page;
    return `{"items":[${items.join(',')}],${JSON.stringify({ next, total, asOf, seq }).slice(1)}`;
  }

  @Get(':id')
  @Describe({
    summary: 'One published service',
    more: 'A service that is closed, or whose procedure was repealed, is no longer in the list: 404, while its history stays.',
    tag: 'services',
    answers: { 200: SERVICE },
    problems: [404],
    examples: { id: 'STP~1.000688' },
  })
  async one(@Param() { id }: ServicePath, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const row = await this.reader.get<{ doc: string | null }>(
      'SELECT doc FROM change WHERE service_id = :id ORDER BY seq DESC LIMIT 1',
      { id },
    );
    if (!row) throw new Problem(404, 'not_found');
    if (row.doc === null) throw new Problem(404, 'service_closed');
    void reply.type(JSON_TYPE);
    return row.doc;
  }
}

function membersOf(fields: string): string[] {
  const members = fields.split(',').map((member) => member.trim());
  if (members.every((member) => SERVICE_MEMBERS.includes(member))) return ['id', ...members];
  throw badRequest([
    { in: 'query', pointer: '/fields', code: 'not_one_of', params: { allowed: SERVICE_MEMBERS.join(', ') } },
  ]);
}

function onlyMembers(doc: string, members: string[]): string {
  const service = JSON.parse(doc) as Record<string, unknown>;
  return JSON.stringify(Object.fromEntries(members.map((member) => [member, service[member]])));
}
