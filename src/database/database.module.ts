import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { DataSource, EntitySchema } from 'typeorm';
import { type DatabaseOptions, engineOf, readerOf, sqlitePath, openWriter } from './data-source.js';
import { holdFile } from './file-lock.js';
import { Reader } from './reader.js';
import { UnitOfWork } from './unit-of-work.js';

/** The clock of the application, so that tests can set it. */
export const CLOCK = Symbol('clock');
export type Clock = () => Date;

/** The DatabaseOptions in force. */
export const DATABASE_OPTIONS = Symbol('database options');

const WRITER = Symbol('writer data source');
const HELD = Symbol('held file');

export interface DatabaseModuleOptions extends DatabaseOptions {
  tables: EntitySchema[];
  clock: Clock;
}

/** The only door to the database: `UnitOfWork` for writes, `Reader` for reads. Migrates when it opens. */
@Global()
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(
    @Inject(WRITER) private readonly writer: DataSource,
    @Inject(Reader) private readonly reader: Reader,
    @Inject(HELD) private readonly held: { release(): void } | null,
  ) {}

  static forRoot(options: DatabaseModuleOptions): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        { provide: CLOCK, useValue: options.clock },
        { provide: DATABASE_OPTIONS, useValue: options },
        {
          provide: HELD,
          useFactory: () => {
            if (options.readOnly === true || engineOf(options.url) !== 'better-sqlite3') return null;
            return holdFile(sqlitePath(options.url));
          },
        },
        {
          provide: WRITER,
          inject: [HELD],
          useFactory: async () => {
            const writer = await openWriter(options, options.tables);
            if (options.readOnly !== true) await writer.runMigrations();
            return writer;
          },
        },
        {
          provide: UnitOfWork,
          inject: [WRITER],
          useFactory: (writer: DataSource) => new UnitOfWork(writer, options.clock, options.readOnly),
        },
        { provide: Reader, inject: [WRITER], useFactory: () => readerOf(options) },
      ],
      exports: [UnitOfWork, Reader, CLOCK, DATABASE_OPTIONS],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.reader.close();
    await this.writer.destroy();
    this.held?.release();
  }
}
