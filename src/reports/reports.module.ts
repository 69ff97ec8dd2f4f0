import { Module } from '@nestjs/common';
import { CoverageController } from './coverage.controller.js';
import { ReportFilesController } from './report-files.controller.js';
import { ReportsController } from './reports.controller.js';
import { VerificationController } from './verification.controller.js';

@Module({
  controllers: [CoverageController, VerificationController, ReportsController, ReportFilesController],
})
export class ReportsModule {}
