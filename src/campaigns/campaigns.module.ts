import { Module } from '@nestjs/common';
import { CampaignFilesController } from './campaign-files.controller.js';
import { CampaignPreviewsController } from './campaign-previews.controller.js';
import { CampaignsController } from './campaigns.controller.js';
import { Campaigns } from './campaigns.service.js';

@Module({
  controllers: [CampaignsController, CampaignPreviewsController, CampaignFilesController],
  providers: [Campaigns],
  exports: [Campaigns],
})
export class CampaignsModule {}
