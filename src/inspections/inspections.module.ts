import { Module } from '@nestjs/common';
import { FindingsController } from './findings.controller.js';
import { Findings } from './findings.service.js';
import { InspectionsController } from './inspections.controller.js';
import { Inspections } from './inspections.service.js';
import { NotificationsController } from './notifications.controller.js';
import { Notifications } from './notifications.service.js';
import { QueueController } from './queue.controller.js';

@Module({
  controllers: [InspectionsController, QueueController, FindingsController, NotificationsController],
  providers: [Inspections, Findings, Notifications],
  exports: [Inspections, Findings, Notifications],
})
export class InspectionsModule {}
