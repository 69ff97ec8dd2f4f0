import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import type { CallerRequest } from '../../../accounts/caller.js';
import { Reader } from '../../../database/reader.js';
import { notFound } from '../../../http/problem.js';
import { allSchemes } from '../../../schemes/level-schemes.query.js';
import { Views } from '../../views.service.js';

const PATH = '/desk/schemes';

/** The level schemes as people can read them. They are data: a new one is loaded by the command line, not typed here. */
@Controller('desk/schemes')
@Access('account.readOwn')
export class SchemePagesController {
  constructor(
    private readonly reader: Reader,
    private readonly views: Views,
  ) {}

  @Get()
  async list(
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.views.page(request, reply, 'desk/admin/schemes', {
      title: this.views.text(request, 'deskSchemes:title'),
      desk: PATH,
      data: { json: '/api/v1/schemes' },
      schemes: await allSchemes(this.reader),
    });
  }

  @Get(':id')
  async one(
    @Param('id') id: string,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const all = await allSchemes(this.reader);
    const scheme = all.find((candidate) => candidate.id === id);
    if (!scheme) throw notFound();
    // The scheme of our own levels names every fact; the others speak of the same facts.
    const named = all.flatMap((other) => (other.kind === 'levels' ? other.criteria : []));
    return this.views.page(request, reply, 'desk/admin/scheme', {
      title: this.views.text(request, 'deskSchemes:title'),
      desk: PATH,
      data: { json: `/api/v1/schemes/${id}` },
      scheme,
      facts: Object.fromEntries(named.map((criterion) => [criterion.fact, criterion.title])),
    });
  }
}
