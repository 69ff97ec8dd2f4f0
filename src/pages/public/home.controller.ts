import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import { agencyTree } from '../../agencies/agency-tree.query.js';
import type { CallerRequest } from '../../accounts/caller.js';
import { type Queries, Reader } from '../../database/reader.js';
import type { PublishedService } from '../../domain/published-service.js';
import { planYear } from '../../plans/progress.query.js';
import { feedPage, lastChange } from '../../publication/feed.query.js';
import { coverageReport } from '../../reports/coverage.query.js';
import { Views } from '../views.service.js';

const CHANGES_SHOWN = 10;
const AGENCIES_SHOWN = 12;
/** The year whose report this catalogue begins with. */
const YEAR = 2012;

@Controller()
@Access('catalogue.read')
export class HomeController {
  constructor(
    private readonly reader: Reader,
    private readonly views: Views,
  ) {}

  @Get()
  async home(
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const shown = await this.reader.longSnapshot(atAGlance);
    return this.views.page(request, reply, 'home', {
      title: this.views.text(request, 'home:title'),
      hasDemonstration: shown.totals.demonstration > 0,
      data: { json: '/api/v1/reports/coverage', csv: '/api/v1/reports/coverage.csv' },
      ...shown,
    });
  }
}

async function atAGlance(queries: Queries) {
  const { rows, totals, asOf } = await coverageReport(queries, {});
  const government = await coverageReport(queries, { by: 'level-of-government' });
  const tree = await agencyTree(queries);
  // Communes all handle the same procedures: bars of the departments say more.
  const departments = rows.filter(({ key, total }) => total > 0 && tree.get(key)?.level === 'province');
  const year = await planYear(queries, YEAR);
  return {
    asOf,
    totals,
    government: government.rows,
    agencies: departments.toSorted((a, b) => b.total - a.total).slice(0, AGENCIES_SHOWN),
    year,
    changes: await latestChanges(queries),
  };
}

/** The last changes of the published list, the newest first; a closed service by its id. */
async function latestChanges(queries: Queries) {
  const last = await lastChange(queries);
  const { changes } = await feedPage(queries, Math.max(0, last - CHANGES_SHOWN), CHANGES_SHOWN);
  return changes.toReversed().map(({ id, at, doc }) => ({
    id,
    at,
    service: doc === null ? null : (JSON.parse(doc) as PublishedService),
  }));
}
