import { Controller, Get } from '@nestjs/common';
import { Access } from '../accounts/access.guard.js';
import { Reader } from '../database/reader.js';
import { Describe, type JsonSchema } from '../http/describe.js';
import type { Page } from '../http/pages.js';
import { code, count, name, object, orNull, page } from '../http/schemas.js';
import { fieldList, type FieldView } from './field-list.query.js';

const FIELD_PAGE: JsonSchema = {
  title: 'FieldPage',
  ...page({
    title: 'Field',
    ...object({
      code,
      name,
      nameEn: orNull(name),
      ministryCode: orNull(code),
      procedures: count,
      services: count,
    }),
  }),
};

@Controller('api/v1/fields')
@Access('catalogue.read')
export class FieldsController {
  constructor(private readonly reader: Reader) {}

  @Get()
  @Describe({
    summary: 'Fields of activity, by name, with how many procedures and services each has',
    tag: 'procedures',
    answers: { 200: FIELD_PAGE },
  })
  list(): Promise<Page<FieldView>> {
    return this.reader.snapshot(fieldList);
  }
}
