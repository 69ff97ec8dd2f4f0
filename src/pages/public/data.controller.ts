import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import type { CallerRequest } from '../../accounts/caller.js';
import { PublicUrl } from '../../http/public-url.js';
import { OpenApiDocument } from '../../openapi/openapi-document.service.js';
import { Views } from '../views.service.js';
import { fieldsOf } from './schema-fields.js';

const FORMATS = ['csv', 'xlsx', 'jsonl', 'jsonld', 'ttl'];

/** What portal teams need: files, the feed, examples, the schema and the licence. */
@Controller('data')
@Access('catalogue.read')
export class DataPage {
  constructor(
    private readonly views: Views,
    private readonly publicUrl: PublicUrl,
    private readonly openApi: OpenApiDocument,
  ) {}

  @Get()
  page(@Req() request: CallerRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    return this.views.page(request, reply, 'data', {
      title: this.views.text(request, 'data:title'),
      section: '/data',
      data: { json: '/api/openapi.json' },
      base: this.publicUrl.base,
      formats: FORMATS,
      fields: fieldsOf(this.openApi.document.components['schemas']!['Service']!),
    });
  }
}
