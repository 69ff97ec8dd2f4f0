import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Access } from '../accounts/access.guard.js';
import { Describe } from '../http/describe.js';
import { AlsoTells } from '../http/further-rules.js';
import { alsoOfCampaign } from './campaign-faults.query.js';
import { DesignCampaign } from './campaigns.dto.js';
import { DESIGN_PREVIEW } from './campaigns.schema.js';
import { Campaigns, type DesignPreview } from './campaigns.service.js';

/** Campaigns as they would be; beside the campaigns, whose addresses begin with their ids. */
@Controller('api/v1/campaign-previews')
export class CampaignPreviewsController {
  constructor(private readonly campaigns: Campaigns) {}

  @Post()
  @HttpCode(200)
  @Access('campaign.conduct')
  @AlsoTells<DesignCampaign>(alsoOfCampaign)
  @Describe({
    summary: 'How many would be drawn, of which strata; nothing is drawn',
    tag: 'campaigns',
    answers: { 200: DESIGN_PREVIEW },
    problems: [422],
  })
  preview(@Body() body: DesignCampaign): Promise<DesignPreview> {
    return this.campaigns.preview(body);
  }
}
