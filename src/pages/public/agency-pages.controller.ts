import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import type { CallerRequest } from '../../accounts/caller.js';
import { AgencyPath, ListAgenciesQuery } from '../../agencies/agencies.dto.js';
import { agencyPage } from '../../agencies/agency-list.query.js';
import { agencyTree } from '../../agencies/agency-tree.query.js';
import { agencyDetail } from '../../agencies/agency-view.query.js';
import { type Queries, Reader } from '../../database/reader.js';
import type { PublishedService } from '../../domain/published-service.js';
import { notFound } from '../../http/problem.js';
import { servicePage } from '../../publication/service-list.query.js';
import { catalogueHead } from '../../reports/report-question.js';
import { coverageReport, coverageTotals } from '../../reports/coverage.query.js';
import { timeline } from '../../reports/timeline.query.js';
import { columnChart } from '../charts/columns.js';
import { Form } from '../form.js';
import { languageOfPage } from '../language.js';
import { Views } from '../views.service.js';
import { branches } from './agency-branches.js';
import { placeAmongPeers } from './peers.js';

const FOUND_AT_MOST = 500;
const SERVICES_SHOWN = 10;
const TIMELINE_FROM = '2011-12-31';

/** The directory of agencies, and how each of them stands. */
@Controller('agencies')
@Access('catalogue.read')
export class AgencyPages {
  constructor(
    private readonly reader: Reader,
    private readonly views: Views,
  ) {}

  @Get()
  async list(
    @Query() sent: object,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const form = await Form.of(ListAgenciesQuery, sent, languageOfPage(request.raw));
    const found = await form.ask(({ limit = FOUND_AT_MOST, cursor, ...filter }) =>
      this.reader.snapshot(async (queries) => ({
        page: await agencyPage(queries, filter, limit, cursor),
        report: await coverageReport(queries, {}),
        tree: await agencyTree(queries),
      })),
    );
    const services = new Map(found?.report.rows.map((row) => [row.key, row.total]) ?? []);
    const isSearched = Object.keys(form.typed).length > 0;
    void reply.status(form.status);
    return this.views.page(request, reply, 'agencies/list', {
      title: this.views.text(request, 'agencies:title'),
      section: '/agencies',
      data: { json: `/api/v1/agencies?${form.query()}` },
      form,
      page: found?.page,
      found: isSearched
        ? found?.page.items.map((agency) => ({ ...agency, services: services.get(agency.code) ?? 0 }))
        : undefined,
      branches: found && !isSearched ? branches(found.tree, services) : undefined,
    });
  }

  @Get(':code')
  async one(
    @Param() { code }: AgencyPath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const shown = await this.reader.snapshot((queries) => shownAgency(queries, code));
    return this.views.page(request, reply, 'agencies/one', {
      ...shown,
      title: shown.agency.name,
      section: '/agencies',
      hasDemonstration: shown.own.demonstration + shown.subtree.demonstration > 0,
      data: {
        json: `/api/v1/agencies/${code}`,
        csv: `/api/v1/services.csv?agency=${encodeURIComponent(code)}`,
      },
    });
  }
}

async function shownAgency(queries: Queries, code: string) {
  const agency = await agencyDetail(queries, code);
  if (!agency) throw notFound();
  const head = await catalogueHead(queries);
  const tree = await agencyTree(queries);
  const subtree = await coverageTotals(queries, { agency: code, scope: 'subtree' }, head);
  const report = await coverageReport(queries, {});
  // An agency that handles nothing itself is seen by what stands under it.
  const scope = agency.services > 0 ? ('own' as const) : ('subtree' as const);
  const { points } = await timeline(queries, {
    agency: code,
    scope,
    from: TIMELINE_FROM,
    to: head.listDay,
    step: 'year',
  });
  const services = await servicePage(
    queries,
    { agency: code, scope },
    { sort: '-level', limit: SERVICES_SHOWN, cursor: undefined },
  );
  const peers = report.rows.filter(({ key, total }) => total > 0 && tree.get(key)?.level === agency.level);
  return {
    agency,
    asOf: head.listDay,
    scope,
    own: await coverageTotals(queries, { agency: code }, head),
    subtree,
    children: tree.agencies.filter(({ parentCode }) => parentCode === code),
    successors: agency.successors.map((successor) => ({ code: successor, name: tree.get(successor)?.name })),
    chart: columnChart(
      points.map(({ asOf, none, exact }) => ({
        label: asOf.slice(0, 4),
        counts: [none, exact[1], exact[2], exact[3]] as const,
      })),
    ),
    points,
    services: services.docs.map((doc) => JSON.parse(doc) as PublishedService),
    total: services.total,
    peers: placeAmongPeers(peers, code),
  };
}
