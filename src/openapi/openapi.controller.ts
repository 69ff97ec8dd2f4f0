import { applyDecorators, Controller, Get, Header } from '@nestjs/common';
import { Access } from '../accounts/access.guard.js';
import { Describe } from '../http/describe.js';
import { PAGE_HEADERS } from '../http/finish.js';
import { object } from '../http/schemas.js';
import { OpenApiDocument } from './openapi-document.service.js';
import { REFERENCE_CSS } from './reference-css.js';
import { referencePage } from './reference-page.js';

/** Lets the page have its one style sheet and nothing else. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HEADERS_OF_PAGE = Object.entries({ ...PAGE_HEADERS, 'content-security-policy': PAGE_POLICY });

/** Its own specification says what its members are. */
const OPENAPI_DOCUMENT = {
  title: 'OpenApiDocument',
  ...object({
    openapi: { type: 'string', pattern: '^3\\.1\\.\\d+$', maxLength: 10 },
    ...Object.fromEntries(['info', 'servers', 'tags', 'paths', 'components'].map((name) => [name, {}])),
  }),
};

/** What the API says of itself. */
@Controller('api')
@Access('catalogue.read')
export class OpenApiController {
  constructor(private readonly openApi: OpenApiDocument) {}

  @Get('openapi.json')
  @Describe({
    summary: 'This document',
    tag: 'about',
    answers: { 200: OPENAPI_DOCUMENT },
  })
  @Header('content-type', 'application/json; charset=utf-8')
  json(): string {
    return JSON.stringify(this.openApi.document);
  }

  @Get()
  @Describe({
    summary: 'The reference page, for people',
    tag: 'about',
    answers: { 200: { mediaType: 'text/html' } },
  })
  @Header('content-type', 'text/html; charset=utf-8')
  @applyDecorators(...HEADERS_OF_PAGE.map(([name, value]) => Header(name, value)))
  page(): string {
    return referencePage(this.openApi.document);
  }

  @Get('reference.css')
  @Describe({
    summary: 'Styles of the reference page',
    tag: 'about',
    answers: { 200: { mediaType: 'text/css' } },
  })
  @Header('content-type', 'text/css; charset=utf-8')
  css(): string {
    return REFERENCE_CSS;
  }
}
