import { type DynamicModule, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { InspectionsModule } from '../../../inspections/inspections.module.js';
import { PagesModule } from '../../pages.module.js';
import { AttachPagesController } from './attach-pages.controller.js';
import { ClosePagesController } from './close-pages.controller.js';
import { FindingListController } from './finding-list.controller.js';
import { FindingPagesController } from './finding-pages.controller.js';
import { InspectionListController } from './inspection-list.controller.js';
import { NotificationPagesController } from './notification-pages.controller.js';
import { PrintPagesController } from './print-pages.controller.js';
import { QueuePageController } from './queue-page.controller.js';
import { SheetPagesController } from './sheet-pages.controller.js';
import { UnreadInterceptor } from './unread.interceptor.js';

/** Where inspectors work, and where agencies answer them. */
@Module({})
export class InspectorDeskModule {
  static forRoot(publicServices: DynamicModule): DynamicModule {
    return {
      module: InspectorDeskModule,
      imports: [PagesModule, InspectionsModule, publicServices],
      controllers: [
        QueuePageController,
        InspectionListController,
        SheetPagesController,
        AttachPagesController,
        ClosePagesController,
        PrintPagesController,
        FindingListController,
        FindingPagesController,
        NotificationPagesController,
      ],
      providers: [{ provide: APP_INTERCEPTOR, useClass: UnreadInterceptor }],
    };
  }
}
