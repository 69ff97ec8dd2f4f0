import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import type { CallerRequest } from '../../accounts/caller.js';
import { Reader } from '../../database/reader.js';
import { WeightedServicesQuery } from '../../reports/reports.dto.js';
import { weightedPage } from '../../reports/weighted-page.query.js';
import { Form } from '../form.js';
import { languageOfPage } from '../language.js';
import { Views } from '../views.service.js';
import { choices } from './choices.query.js';
import { showsDemonstration } from './shows-demonstration.query.js';

const PAGE_SIZE = 50;
/** The year whose report the catalogue begins with. */
const FIRST_YEAR = '2012';

/** The dossiers of services in a period: what stands behind each number that is weighted by them. */
@Controller('reports')
@Access('catalogue.read')
export class VolumesPage {
  constructor(
    private readonly reader: Reader,
    private readonly views: Views,
  ) {}

  @Get('volumes')
  async volumes(
    @Query() sent: object,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const usual = { volumePeriod: FIRST_YEAR };
    const form = await Form.of(WeightedServicesQuery, sent, languageOfPage(request.raw), usual);
    const page = await form.ask(({ limit = PAGE_SIZE, cursor, volumePeriod, volumes = 'known', ...filter }) =>
      this.reader.longSnapshot((queries) =>
        weightedPage(queries, filter, { volumePeriod, volumes, limit, cursor }),
      ),
    );
    void reply.status(form.status);
    return this.views.page(request, reply, 'reports/volumes', {
      title: this.views.text(request, 'reports:volumes'),
      section: '/reports/coverage',
      hasDemonstration:
        page !== undefined &&
        (await showsDemonstration(
          this.reader,
          page.items.map(({ id }) => id),
        )),
      data: { json: `/api/v1/reports/volumes?${form.query()}` },
      form,
      choices: await choices(this.reader),
      page,
      isUnknown: form.typed['volumes'] === 'unknown',
      other: `/reports/volumes?${form.query({
        cursor: undefined,
        volumes: form.typed['volumes'] === 'unknown' ? 'known' : 'unknown',
      })}`,
      coverage: `/reports/coverage?weight=volumes&volumePeriod=${encodeURIComponent(form.typed['volumePeriod']!)}`,
    });
  }
}
