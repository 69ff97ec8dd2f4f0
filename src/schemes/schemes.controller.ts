import { Controller, Get, Param } from '@nestjs/common';
import { Access } from '../accounts/access.guard.js';
import { Reader } from '../database/reader.js';
import type { Scheme } from '../domain/level-scheme/scheme.js';
import { Describe } from '../http/describe.js';
import { Text } from '../http/input.js';
import { notFound } from '../http/problem.js';
import { allSchemes } from './level-schemes.query.js';
import { SCHEME, SCHEME_LIST } from './schemes.schema.js';

class SchemePath {
  @Text({ max: 60 }) id: string;
}

/** The level schemes as data. */
@Controller('api/v1/schemes')
@Access('catalogue.read')
export class SchemesController {
  constructor(private readonly reader: Reader) {}

  @Get()
  @Describe({
    summary: 'Every level scheme, with its criteria',
    tag: 'schemes',
    answers: { 200: SCHEME_LIST },
  })
  async list(): Promise<{ items: Scheme[] }> {
    return { items: [...(await allSchemes(this.reader))] };
  }

  @Get(':id')
  @Describe({
    summary: 'One level scheme',
    tag: 'schemes',
    answers: { 200: SCHEME },
    problems: [404],
    examples: { id: 'nd43-2011' },
  })
  async one(@Param() { id }: SchemePath): Promise<Scheme> {
    const scheme = (await allSchemes(this.reader)).find((candidate) => candidate.id === id);
    if (!scheme) throw notFound();
    return scheme;
  }
}
