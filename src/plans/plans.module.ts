import { Module } from '@nestjs/common';
import { IndicatorsController } from './indicators.controller.js';
import { Indicators } from './indicators.service.js';
import { PlanLines } from './plan-lines.service.js';
import { PlansController } from './plans.controller.js';
import { Plans } from './plans.service.js';
import { ProgressController } from './progress.controller.js';

@Module({
  controllers: [PlansController, IndicatorsController, ProgressController],
  providers: [Plans, PlanLines, Indicators],
  exports: [Plans, PlanLines, Indicators],
})
export class PlansModule {}
