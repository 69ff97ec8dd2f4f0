import { Module } from '@nestjs/common';
import { ExportAnswers } from './export-answers.service.js';
import { ExportsController } from './exports.controller.js';
import { ServiceExports } from './service-exports.service.js';

@Module({
  controllers: [ExportsController],
  providers: [ServiceExports, ExportAnswers],
  exports: [ServiceExports],
})
export class ExportsModule {}
