import { type DynamicModule, Module } from '@nestjs/common';
import { PagesModule } from '../../pages.module.js';
import { ImportFilesController } from './import-files.controller.js';
import { ImportPagesController } from './import-pages.controller.js';
import { ImportRunController } from './import-run.controller.js';
import { ReadAgainController } from './read-again.controller.js';
import { RunPage } from './run-page.service.js';

/** Pages by which files of services are sent, looked at and committed. */
@Module({})
export class ImportPagesModule {
  static forRoot(imports: DynamicModule): DynamicModule {
    return {
      module: ImportPagesModule,
      imports: [PagesModule, imports],
      providers: [RunPage],
      controllers: [ImportPagesController, ImportFilesController, ReadAgainController, ImportRunController],
    };
  }
}
