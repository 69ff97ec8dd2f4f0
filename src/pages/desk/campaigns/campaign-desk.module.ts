import { Module } from '@nestjs/common';
import { CampaignsModule } from '../../../campaigns/campaigns.module.js';
import { PagesModule } from '../../pages.module.js';
import { CampaignPagesController } from './campaign-pages.controller.js';
import { DrawPagesController } from './draw-pages.controller.js';

/** Pages of campaigns of inspections. */
@Module({
  imports: [PagesModule, CampaignsModule],
  // `new` before `:id`.
  controllers: [DrawPagesController, CampaignPagesController],
})
export class CampaignDeskModule {}
