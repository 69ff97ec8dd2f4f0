import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { Describe, type RouteDescription } from '../http/describe.js';
import { ServiceFilterQuery } from '../publication/services.dto.js';
import { type ExportFormat, MEDIA_TYPES } from './export-format.js';
import { ExportAnswers } from './export-answers.service.js';
import { TableExportQuery } from './exports.dto.js';

const described = (summary: string, format: ExportFormat): RouteDescription => ({
  summary,
  tag: 'exports',
  answers: { 200: { mediaType: MEDIA_TYPES[format].split(';')[0]! } },
  problems: [404, 503],
});

/** The published list, or what a filter asks of it, as files. */
@Controller('api/v1')
@Access('catalogue.read')
export class ExportsController {
  constructor(private readonly answers: ExportAnswers) {}

  @Get('services.csv')
  @Describe(described('The published list as CSV, in the columns of the import file and some more', 'csv'))
  csv(
    @Query() query: TableExportQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { lang, ...filter } = query;
    return this.answers.send(request, reply, { format: 'csv', filter, language: lang });
  }

  @Get('services.xlsx')
  @Describe(described('The published list as a workbook', 'xlsx'))
  xlsx(
    @Query() query: TableExportQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { lang, ...filter } = query;
    return this.answers.send(request, reply, { format: 'xlsx', filter, language: lang });
  }

  @Get('services.jsonl')
  @Describe(described('The published list as JSON lines, each service in canonical form', 'jsonl'))
  jsonl(
    @Query() filter: ServiceFilterQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.answers.send(request, reply, { format: 'jsonl', filter: { ...filter } });
  }

  @Get('services.jsonld')
  @Describe(described('The published list as JSON-LD, by CPSV-AP 3.2.0', 'jsonld'))
  jsonld(
    @Query() filter: ServiceFilterQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.answers.send(request, reply, { format: 'jsonld', filter: { ...filter } });
  }

  @Get('services.ttl')
  @Describe(described('The published list as Turtle, by CPSV-AP 3.2.0', 'ttl'))
  ttl(
    @Query() filter: ServiceFilterQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.answers.send(request, reply, { format: 'ttl', filter: { ...filter } });
  }
}
