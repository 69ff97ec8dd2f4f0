import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { type Caller, PossibleCaller } from '../accounts/caller.js';
import { Reader } from '../database/reader.js';
import { Describe, type RouteDescription } from '../http/describe.js';
import { csvOf } from '../reports/table-files.js';
import { agenciesTable, drawnTable, populationTable } from './campaign-tables.js';
import { CampaignPath } from './campaigns.dto.js';
import { campaignRow } from './campaign-view.query.js';
import { allDrawn } from './drawn-list.query.js';
import { campaignOfDraw } from './readable-draw.query.js';
import { resultOf } from './result.query.js';

const described = (summary: string, ...problems: number[]): RouteDescription => ({
  summary,
  tag: 'campaigns',
  answers: { 200: { mediaType: 'text/csv' } },
  problems: [404, ...problems],
  examples: { id: '2026-1' },
});

/** Campaigns as tables for spreadsheets. */
@Controller('api/v1/campaigns/:id')
@Access('catalogue.read')
export class CampaignFilesController {
  constructor(private readonly reader: Reader) {}

  @Get('population.csv')
  @Describe(described('The population that was drawn from, as CSV: a stratum and a service in each row'))
  async population(
    @Param() { id }: CampaignPath,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const strata = await this.reader.snapshot(async (queries) => {
      await campaignRow(queries, id);
      return queries.all<{ stratum: string; services: string }>(
        'SELECT stratum, services FROM campaign_stratum WHERE campaign_id = :id ORDER BY stratum',
        { id },
      );
    });
    return file(reply, `campaign-${id}-population`, csvOf(populationTable(strata)));
  }

  @Get('services.csv')
  @Describe(described('What was drawn and what became of it, as CSV', 403))
  async services(
    @PossibleCaller() caller: Caller | undefined,
    @Param() { id }: CampaignPath,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const drawn = await this.reader.snapshot(async (queries) => {
      await campaignOfDraw(queries, id, caller);
      return allDrawn(queries, id);
    });
    return file(reply, `campaign-${id}-services`, csvOf(drawnTable(drawn)));
  }

  @Get('agencies.csv')
  @Describe(described('What was found of each agency, as CSV', 403))
  async agencies(
    @PossibleCaller() caller: Caller | undefined,
    @Param() { id }: CampaignPath,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const result = await this.reader.snapshot(async (queries) =>
      resultOf(queries, await campaignOfDraw(queries, id, caller)),
    );
    return file(reply, `campaign-${id}-agencies`, csvOf(agenciesTable(result)));
  }
}

function file(reply: FastifyReply, name: string, content: string): string {
  void reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`);
  return content;
}
