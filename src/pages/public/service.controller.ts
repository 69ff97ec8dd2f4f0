import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import type { CallerRequest } from '../../accounts/caller.js';
import type { Queries } from '../../database/reader.js';
import { Reader } from '../../database/reader.js';
import { volumeSums } from '../../domain/case-volumes.js';
import type { PublishedService } from '../../domain/published-service.js';
import { notFound } from '../../http/problem.js';
import { PublicUrl } from '../../http/public-url.js';
import { listDay, viewOf, wholeProcedure } from '../../procedures/procedure.query.js';
import { assessmentOf } from '../../public-services/assessment.query.js';
import { historyOf } from '../../public-services/history.query.js';
import { serviceRow } from '../../public-services/standing.query.js';
import { servicePage } from '../../publication/service-list.query.js';
import { ServicePath } from '../../publication/services.dto.js';
import { Views } from '../views.service.js';
import { governmentService } from './government-service.js';
import { whyNotHigher } from './why-not-higher.js';

const OTHERS_SHOWN = 10;

/** One service: what it asks, at which level it is, why not higher, and how it came there. */
@Controller('services')
@Access('catalogue.read')
export class ServicePage {
  constructor(
    private readonly reader: Reader,
    private readonly views: Views,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Get(':id')
  async one(
    @Param() { id }: ServicePath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const shown = await this.reader.snapshot((queries) => shownService(queries, id));
    const { service, procedure, agency, history } = shown;
    const isFoundBelow = (shown.whyNotHigher?.inspectedAt ?? null) !== null;
    // Gone, but what it was can still be read.
    if (service === null) void reply.status(410);
    return this.views.page(request, reply, 'services/one', {
      ...shown,
      title: `${procedure.name} – ${agency.name}`,
      section: '/services',
      hasDemonstration:
        service === null
          ? history.declarations.some(({ demonstration }) => demonstration)
          : service.demonstration || shown.volumes.some(({ demonstration }) => demonstration),
      data: service
        ? {
            json: `/api/v1/services/${id}`,
            csv: `/api/v1/services.csv?agency=${agency.code}&procedure=${encodeURIComponent(procedure.code)}`,
          }
        : { json: `/api/v1/services/${id}/history` },
      jsonld: service ? governmentService(service, procedure, this.publicUrl.base, isFoundBelow) : null,
    });
  }
}

async function shownService(queries: Queries, id: string) {
  const published = await queries.get<{ doc: string | null }>(
    'SELECT doc FROM change WHERE service_id = :id ORDER BY seq DESC LIMIT 1',
    { id },
  );
  if (!published) throw notFound();
  const { agencyCode, procedureCode } = await serviceRow(queries, id);
  const agency = await queries.get<{ code: string; name: string }>(
    'SELECT code, name FROM agency WHERE code = :agencyCode',
    { agencyCode },
  );
  const day = await listDay(queries);
  const service = published.doc === null ? null : (JSON.parse(published.doc) as PublishedService);
  const assessment = await assessmentOf(queries, id, day);
  const others = await servicePage(
    queries,
    { procedure: procedureCode },
    { sort: '-level', limit: OTHERS_SHOWN + 1, cursor: undefined },
  );
  const history = await historyOf(queries, id, false);
  return {
    id,
    service,
    agency: agency!,
    procedure: await viewOf(queries, await wholeProcedure(queries, procedureCode)),
    volumes: (service?.volumes ?? []).map((one) => ({ ...one, sums: volumeSums(one.channels) })),
    assessment,
    whyNotHigher: whyNotHigher(assessment),
    history,
    stretches: history.states.filter(({ current }) => current).toReversed(),
    others: others.docs
      .map((doc) => JSON.parse(doc) as PublishedService)
      .filter((other) => other.id !== id)
      .slice(0, OTHERS_SHOWN),
    offeredBy: others.total,
  };
}
