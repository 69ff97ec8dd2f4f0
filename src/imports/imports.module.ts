import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { CLOCK, type Clock } from '../database/database.module.js';
import { Reader } from '../database/reader.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { FileCheck } from '../http/file-check.js';
import { ImportsController } from './imports.controller.js';
import { ImportFiles } from './runs/import-files.js';
import { ImportWork } from './runs/import-work.js';
import { Imports } from './runs/imports.service.js';

const CLEAN_EVERY_MS = 3_600_000;
const READ_ONLY = Symbol('the process only reads');

export interface ImportOptions {
  importDir: string;
  clamdUrl: string | undefined;
}

@Module({})
export class ImportsModule
  implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly imports: Imports,
    private readonly work: ImportWork,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(READ_ONLY) private readonly readOnly: boolean,
  ) {}

  static forRoot({ importDir, clamdUrl }: ImportOptions, readOnly: boolean): DynamicModule {
    return {
      module: ImportsModule,
      controllers: [ImportsController],
      providers: [
        { provide: READ_ONLY, useValue: readOnly },
        { provide: ImportFiles, useValue: new ImportFiles(importDir, new FileCheck(clamdUrl)) },
        {
          provide: Imports,
          inject: [UnitOfWork, Reader, ImportFiles],
          useFactory: (unitOfWork: UnitOfWork, reader: Reader, files: ImportFiles) =>
            new Imports(unitOfWork, reader, files),
        },
        {
          provide: ImportWork,
          inject: [Imports],
          useFactory: (imports: Imports) => new ImportWork(imports),
        },
      ],
      exports: [Imports, ImportFiles, ImportWork],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.readOnly) return;
    await this.imports.clean(this.clock());
    // What cannot be cleaned now is cleaned at the next look.
    this.timer = setInterval(
      () => void this.imports.clean(this.clock()).catch(() => undefined),
      CLEAN_EVERY_MS,
    );
    this.timer.unref();
  }

  /** Before the database is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.work.settled();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
