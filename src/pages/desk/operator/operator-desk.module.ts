import { type DynamicModule, Module } from '@nestjs/common';
import { PagesModule } from '../../pages.module.js';
import { JobsPageController } from './jobs-page.controller.js';
import { LinkCheckPagesController } from './link-check-pages.controller.js';
import { WebhookPagesController } from './webhook-pages.controller.js';

/** Where administrators see what runs in the background. */
@Module({})
export class OperatorDeskModule {
  /** @param features the modules, as the application has them, whose services these pages call */
  static forRoot(features: readonly DynamicModule[]): DynamicModule {
    return {
      module: OperatorDeskModule,
      imports: [PagesModule, ...features],
      controllers: [LinkCheckPagesController, WebhookPagesController, JobsPageController],
    };
  }
}
