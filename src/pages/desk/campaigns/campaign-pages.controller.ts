import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { reachOf } from '../../../accounts/access-rules.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { campaignHeads, campaignRow, campaignView } from '../../../campaigns/campaign-view.query.js';
import { CampaignPath } from '../../../campaigns/campaigns.dto.js';
import { Campaigns } from '../../../campaigns/campaigns.service.js';
import { drawnPage } from '../../../campaigns/drawn-list.query.js';
import { redrawn } from '../../../campaigns/redraw.query.js';
import { type CampaignResult, resultOf } from '../../../campaigns/result.query.js';
import { type Queries, Reader } from '../../../database/reader.js';
import { etagOfJson } from '../../../http/preconditions.js';
import { Problem } from '../../../http/problem.js';
import { intervalChart } from '../../charts/intervals.js';
import { Form } from '../../form.js';
import { goTo } from '../../go-to.js';
import { languageOfPage } from '../../language.js';
import { choices } from '../../public/choices.query.js';
import { Views } from '../../views.service.js';
import { pageFaults } from '../page-faults.js';
import { sentForm } from '../sent-form.js';
import { CampaignPageQuery } from './campaign-pages.dto.js';
import { populationWords } from './population-words.js';

const PAGE_SIZE = 100;
const SECTION = '/desk/campaigns';

/** Campaigns as they stand. */
@Controller('desk/campaigns')
@Access('campaign.readDraw')
export class CampaignPagesController {
  constructor(
    private readonly reader: Reader,
    private readonly campaigns: Campaigns,
    private readonly views: Views,
  ) {}

  @Get()
  async list(
    @CurrentCaller() caller: Caller,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.views.page(request, reply, 'desk/campaigns/list', {
      title: this.views.text(request, 'deskCampaigns:title'),
      desk: SECTION,
      data: { json: '/api/v1/campaigns' },
      items: await this.reader.snapshot((queries) => campaignHeads(queries)),
      mayDraw: mayConduct(caller),
    });
  }

  @Get(':id')
  one(
    @CurrentCaller() caller: Caller,
    @Param() { id }: CampaignPath,
    @Query() sent: object,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.page(request, reply, caller, id, sent);
  }

  @Post(':id/close')
  @Access('campaign.conduct')
  async close(
    @CurrentCaller() caller: Caller,
    @Param() { id }: CampaignPath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const version = sentForm(request).raw('version');
    try {
      await this.campaigns.close(caller, id, { headers: { 'if-match': version } });
      return goTo(request, reply, `${SECTION}/${id}`);
    } catch (error) {
      if (!(error instanceof Problem) || ![409, 412, 422, 428].includes(error.status)) throw error;
      void reply.status(error.status === 428 ? 412 : error.status);
      const faults = pageFaults(this.views, request, error, () => ({ field: 'close', title: '' }));
      return this.page(request, reply, caller, id, {}, { faults, isStale: error.status === 412 });
    }
  }

  private async page(
    request: CallerRequest,
    reply: FastifyReply,
    caller: Caller,
    id: string,
    sent: object,
    refusal: Record<string, unknown> = {},
  ): Promise<string> {
    const language = languageOfPage(request.raw);
    const form = await Form.of(CampaignPageQuery, sent, language);
    const say = (key: string) => this.views.text(request, `deskCampaigns:${key}`);
    const found = await this.reader.snapshot(async (queries: Queries) => {
      const row = await campaignRow(queries, id);
      const campaign = await campaignView(queries, id, caller);
      return {
        campaign,
        version: etagOfJson(campaign),
        result: await resultOf(queries, row),
        redraw: form.typed['redraw'] === 'true' ? await redrawn(queries, row) : undefined,
        choices: await choices(queries),
        drawn: await form.ask(({ cursor, redraw: _redraw, ...filter }) =>
          drawnPage(queries, id, caller, filter, PAGE_SIZE, cursor),
        ),
      };
    });
    if (form.status !== 200) void reply.status(form.status);
    const { campaign, result } = found;
    return this.views.page(request, reply, 'desk/campaigns/one', {
      title: campaign.name,
      desk: SECTION,
      data: { json: `/api/v1/campaigns/${id}` },
      ...found,
      filter: form,
      words: populationWords(campaign.population.filter, found.choices, say),
      chart: this.chartOf(request, result),
      mayClose: mayConduct(caller) && campaign.state === 'open',
      ...refusal,
    });
  }

  private chartOf(request: CallerRequest, { rates, inspected }: CampaignResult) {
    if (inspected === 0) return undefined;
    return intervalChart(
      rates.map(({ code, value, low, high }) => ({
        label: this.views.text(request, `deskCampaigns:rate_${code}`),
        value: value!,
        low: low!,
        high: high!,
      })),
    );
  }
}

function mayConduct({ role }: Caller): boolean {
  return reachOf('campaign.conduct', role) !== undefined;
}
