import { Module } from '@nestjs/common';
import { CoverageController } from './coverage.controller.js';
import { ReportsController } from './reports.controller.js';

@Module({ controllers: [CoverageController, ReportsController] })
export class ReportsModule {}
