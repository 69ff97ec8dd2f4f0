import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller, PossibleCaller } from '../accounts/caller.js';
import { Reader } from '../database/reader.js';
import { Describe } from '../http/describe.js';
import { AlsoTells } from '../http/further-rules.js';
import { nextLink } from '../http/next-link.js';
import type { Page } from '../http/pages.js';
import { PublicUrl } from '../http/public-url.js';
import { alsoOfCampaign } from './campaign-faults.query.js';
import { campaignHeads, type CampaignView, campaignView } from './campaign-view.query.js';
import { campaignOfDraw } from './readable-draw.query.js';
import { CampaignPath, DrawCampaign, ListDrawnQuery } from './campaigns.dto.js';
import { CAMPAIGN, CAMPAIGN_RESULT, CAMPAIGNS, DRAWN_PAGE, REDRAW } from './campaigns.schema.js';
import { Campaigns } from './campaigns.service.js';
import { type DrawnService, drawnPage } from './drawn-list.query.js';
import { type Redraw, redrawn } from './redraw.query.js';
import { type CampaignResult, resultOf } from './result.query.js';

const PAGE_SIZE = 50;

/** Campaigns of inspections over a drawn sample. */
@Controller('api/v1/campaigns')
export class CampaignsController {
  constructor(
    private readonly campaigns: Campaigns,
    private readonly reader: Reader,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Post()
  @Access('campaign.conduct')
  @AlsoTells<DrawCampaign>(alsoOfCampaign)
  @Describe({
    summary: 'Draw a sample of the declared services that a filter finds, by strata and with a seed',
    more: 'Population and draw follow from the filter, the day and the seed alone, so that anyone can draw again. The hash of the seed is public at once, the seed when the campaign is closed.',
    tag: 'campaigns',
    answers: { 201: CAMPAIGN },
    problems: [422],
  })
  async draw(
    @CurrentCaller() caller: Caller,
    @Body() body: DrawCampaign,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CampaignView> {
    const campaign = await this.campaigns.draw(caller, body);
    void reply.header('location', this.publicUrl.api(`campaigns/${campaign.id}`));
    return campaign;
  }

  @Get()
  @Access('catalogue.read')
  @Describe({ summary: 'All campaigns, the latest first', tag: 'campaigns', answers: { 200: CAMPAIGNS } })
  async list(): Promise<unknown> {
    const items = await this.reader.snapshot((queries) => campaignHeads(queries));
    return { items, next: null, total: items.length };
  }

  @Get(':id')
  @Access('catalogue.read')
  @Describe({
    summary: 'One campaign: population, strata, sizes and progress; its seed once it is closed',
    tag: 'campaigns',
    answers: { 200: CAMPAIGN },
    problems: [404],
    examples: { id: '2026-1' },
  })
  one(@PossibleCaller() caller: Caller | undefined, @Param() { id }: CampaignPath): Promise<CampaignView> {
    return this.reader.snapshot((queries) => campaignView(queries, id, caller));
  }

  @Get(':id/services')
  @Access('catalogue.read')
  @Describe({
    summary:
      'What was drawn and what became of it, in the order of the draw; for everybody once it is closed',
    tag: 'campaigns',
    answers: { 200: DRAWN_PAGE },
    problems: [403, 404],
    examples: { id: '2026-1' },
  })
  async services(
    @PossibleCaller() caller: Caller | undefined,
    @Param() { id }: CampaignPath,
    @Query() query: ListDrawnQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<DrawnService>> {
    const { limit = PAGE_SIZE, cursor, ...filter } = query;
    const page = await this.reader.snapshot(async (queries) => {
      await campaignOfDraw(queries, id, caller);
      return drawnPage(queries, id, caller, filter, limit, cursor);
    });
    if (page.next !== null) {
      void reply.header('link', nextLink(this.publicUrl, `campaigns/${id}/services`, query, page.next));
    }
    return page;
  }

  @Get(':id/redraw')
  @Access('catalogue.read')
  @Describe({
    summary:
      'Draw again from the list, the filter and the seed, and compare; for everybody once it is closed',
    tag: 'campaigns',
    answers: { 200: REDRAW },
    problems: [403, 404],
    examples: { id: '2026-1' },
  })
  redraw(@PossibleCaller() caller: Caller | undefined, @Param() { id }: CampaignPath): Promise<Redraw> {
    return this.reader.snapshot(async (queries) =>
      redrawn(queries, await campaignOfDraw(queries, id, caller)),
    );
  }

  @Get(':id/result')
  @Access('catalogue.read')
  @Describe({
    summary: 'What was found, estimated for the population; frozen, and for everybody, once it is closed',
    tag: 'campaigns',
    answers: { 200: CAMPAIGN_RESULT },
    problems: [403, 404],
    examples: { id: '2026-1' },
  })
  result(
    @PossibleCaller() caller: Caller | undefined,
    @Param() { id }: CampaignPath,
  ): Promise<CampaignResult> {
    return this.reader.snapshot(async (queries) =>
      resultOf(queries, await campaignOfDraw(queries, id, caller)),
    );
  }

  @Post(':id/close')
  @HttpCode(200)
  @Access('campaign.conduct')
  @Describe({
    summary: 'End a campaign: its result is frozen, and its seed and draw are public',
    tag: 'campaigns',
    answers: { 200: CAMPAIGN },
    problems: [404, 409, 422],
    ifMatch: 'required',
    examples: { id: '2026-1' },
  })
  close(
    @CurrentCaller() caller: Caller,
    @Param() { id }: CampaignPath,
    @Req() request: CallerRequest,
  ): Promise<CampaignView> {
    return this.campaigns.close(caller, id, request);
  }
}
