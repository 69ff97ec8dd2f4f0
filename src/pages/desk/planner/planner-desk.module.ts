import { Module } from '@nestjs/common';
import { PlansModule } from '../../../plans/plans.module.js';
import { PagesModule } from '../../pages.module.js';
import { IndicatorPagesController } from './indicator-pages.controller.js';
import { LineChangePagesController } from './line-change-pages.controller.js';
import { LinePagesController } from './line-pages.controller.js';
import { PlanPagesController } from './plan-pages.controller.js';

/** Where plan owners keep plans, indicators and measurements. */
@Module({
  imports: [PagesModule, PlansModule],
  controllers: [
    PlanPagesController,
    LinePagesController,
    LineChangePagesController,
    IndicatorPagesController,
  ],
})
export class PlannerDeskModule {}
