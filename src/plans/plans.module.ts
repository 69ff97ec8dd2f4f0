import { Module } from '@nestjs/common';
import { IndicatorsController } from './indicators.controller.js';
import { Indicators } from './indicators.service.js';
import { PlansController } from './plans.controller.js';
import { Plans } from './plans.service.js';
import { ProgressController } from './progress.controller.js';

@Module({
  controllers: [PlansController, IndicatorsController, ProgressController],
  providers: [Plans, Indicators],
  exports: [Plans, Indicators],
})
export class PlansModule {}
