import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Quad } from 'n3';
import { Access } from '../accounts/access.guard.js';
import { Reader } from '../database/reader.js';
import { acceptedType } from '../http/accepted-type.js';
import { PUBLIC_READ } from '../http/finish.js';
import { Problem } from '../http/problem.js';
import { PublicUrl } from '../http/public-url.js';
import { ConceptPath, IdentifiedPath } from './exports.dto.js';
import { catalogueItself, identifiedGraph, type IdentifiedKind } from './identified.query.js';
import { jsonldWriter } from './rdf/jsonld.js';
import { RdfNames } from './rdf/names.js';
import { turtleWriter } from './rdf/turtle.js';
import { vocabularyGraph } from './rdf/vocabulary-graph.js';

const RDF_TYPES = ['text/turtle', 'application/ld+json'] as const;
const OTHER_TYPES = ['application/json', 'text/html'] as const;

/** Where people and programs find the same thing. */
interface Elsewhere {
  page: string;
  api: string;
}

const ELSEWHERE: Partial<Record<IdentifiedKind, (id: string) => Elsewhere>> = {
  service: (id) => ({ page: `/services/${id}`, api: `services/${id}` }),
  agency: (id) => ({ page: `/agencies/${id}`, api: `agencies/${id}` }),
  procedure: (id) => ({ page: `/services?procedure=${id}`, api: `procedures/${id}` }),
  field: (id) => ({ page: `/services?field=${id}`, api: 'fields' }),
};

/** The URIs by which the RDF names things: each answers in the form that is asked for. */
@Controller('id')
@Access('catalogue.read')
export class IdentifiersController {
  private readonly names: RdfNames;

  constructor(
    private readonly reader: Reader,
    private readonly publicUrl: PublicUrl,
  ) {
    this.names = new RdfNames(publicUrl.base);
  }

  @Get('catalogue')
  async catalogue(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const graph = () => this.reader.snapshot((snapshot) => catalogueItself(snapshot, this.names));
    return this.answer(request, reply, graph, { page: '/services', api: 'services' });
  }

  @Get('vocabulary')
  async vocabulary(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(request, reply, async () => vocabularyGraph(this.names), undefined);
  }

  @Get('context.jsonld')
  context(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.type('application/ld+json; charset=utf-8');
    return JSON.stringify({ '@context': this.names.prefixes });
  }

  /** Levels and other concepts: described by the scheme that they belong to. */
  @Get(['scheme/:id/level/:concept', 'scheme/:id/:concept'])
  async concept(
    @Param() { id }: ConceptPath,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.answer(request, reply, () => this.graphOf('scheme', id), undefined);
  }

  @Get(':kind/:id')
  async identified(
    @Param() { kind, id }: IdentifiedPath,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const elsewhere = ELSEWHERE[kind]?.(encodeURIComponent(id).replaceAll('%7E', '~'));
    return this.answer(request, reply, () => this.graphOf(kind, id), elsewhere);
  }

  private graphOf(kind: IdentifiedKind, id: string): Promise<Quad[]> {
    return this.reader.snapshot((snapshot) => identifiedGraph(snapshot, this.names, kind, id));
  }

  private async answer(
    request: FastifyRequest,
    reply: FastifyReply,
    graph: () => Promise<Quad[]>,
    elsewhere: Elsewhere | undefined,
  ): Promise<string> {
    const offers = elsewhere ? [...RDF_TYPES, ...OTHER_TYPES] : [...RDF_TYPES];
    const type = acceptedType(request.headers.accept, offers);
    if (type === undefined) {
      throw new Problem(406, 'not_acceptable', {
        params: { offered: offers.join(', ') },
        headers: { vary: 'Accept' },
      });
    }
    // Asked for even where the answer is elsewhere: what is not there is 404 in every form.
    const quads = await graph();
    if (type === 'text/html' || type === 'application/json') {
      const { page, api } = elsewhere!;
      const location = type === 'text/html' ? this.publicUrl.base + page : this.publicUrl.api(api);
      void reply.status(303).headers({ ...PUBLIC_READ, location });
      return '';
    }
    const writer = type === 'text/turtle' ? turtleWriter(this.names) : jsonldWriter(this.names);
    void reply.type(`${type}; charset=utf-8`);
    return writer.add(quads) + writer.end();
  }
}
