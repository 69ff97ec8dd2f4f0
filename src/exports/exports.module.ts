import { Module } from '@nestjs/common';
import { EditionFilesController } from './editions/edition-files.controller.js';
import { EditionsController } from './editions/editions.controller.js';
import { Editions } from './editions/editions.service.js';
import { ExportAnswers } from './export-answers.service.js';
import { ExportsController } from './exports.controller.js';
import { IdentifiersController } from './identifiers.controller.js';
import { ServiceExports } from './service-exports.service.js';

@Module({
  controllers: [ExportsController, EditionsController, EditionFilesController, IdentifiersController],
  providers: [ServiceExports, ExportAnswers, Editions],
  exports: [ServiceExports, Editions],
})
export class ExportsModule {}
