import {
  type DynamicModule,
  Global,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { DataSource, EntitySchema } from 'typeorm';
import { type DatabaseOptions, poolOf, readerOf, openWriter } from './data-source.js';
import { engineOf, sqlitePath } from './database-url.js';
import { Checkpoints } from './checkpoints.js';
import { isOpenedWithoutWriting } from './file-check.js';
import { watchFile } from './file-identity.js';
import { type HeldFile, heldFileOf, NO_FILE } from './held-file.js';
import { migrate } from './migrate.js';
import { PostgresSockets } from './postgres-sockets.js';
import { Reader } from './reader.js';
import { ReadsUnderway } from './reads-underway.js';
import { refuseNewerSchema } from './schema-check.js';
import { SilenceWatch } from './silence-watch.js';
import { UnitOfWork } from './unit-of-work.js';

/** The clock of the application, so that tests can set it. */
export const CLOCK = Symbol('clock');
export type Clock = () => Date;

/** The DatabaseOptions in force. */
export const DATABASE_OPTIONS = Symbol('database options');

const WRITER = Symbol('writer data source');
const HELD = Symbol('held file');
const SOCKETS = Symbol('connections to PostgreSQL');
const SILENCE = Symbol('silence watch');
const CHECKPOINTS = Symbol('checkpoints of a SQLite file');

export interface DatabaseModuleOptions extends DatabaseOptions {
  tables: EntitySchema[];
  clock: Clock;
  /** The file, where it is held already. */
  held?: HeldFile;
}

/** The only door to the database: `UnitOfWork` for writes, `Reader` for reads. Migrates when it opens. */
@Global()
@Module({})
export class DatabaseModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(WRITER) private readonly writer: DataSource,
    @Inject(Reader) private readonly reader: Reader,
    @Inject(HELD) private readonly held: HeldFile,
    @Inject(SILENCE) private readonly silence: SilenceWatch | null,
    @Inject(CHECKPOINTS) private readonly checkpoints: Checkpoints | null,
  ) {}

  static forRoot(options: DatabaseModuleOptions): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        { provide: CLOCK, useValue: options.clock },
        { provide: DATABASE_OPTIONS, useValue: options },
        {
          provide: HELD,
          useFactory: () =>
            options.readOnly === true
              ? NO_FILE
              : (options.held ?? heldFileOf(options.url, options.makesFolder)),
        },
        {
          provide: WRITER,
          inject: [HELD, SOCKETS],
          useFactory: async ({ checked }: HeldFile, sockets: PostgresSockets) => {
            const postgresUrl = engineOf(options.url) === 'postgres' ? options.url : null;
            if (postgresUrl === null && !isOpenedWithoutWriting(sqlitePath(options.url))) await checked;
            try {
              const writer = await openWriter(options, options.tables);
              if (postgresUrl !== null) sockets.watch(poolOf(writer));
              if (options.readOnly === true) await refuseNewerSchema(writer);
              else await migrate(writer, postgresUrl, checked);
              return writer;
            } catch (error) {
              // Of a damaged file the check says more than whatever could not be read.
              await checked;
              throw error;
            }
          },
        },
        {
          provide: UnitOfWork,
          inject: [WRITER, HELD, ReadsUnderway],
          useFactory: (writer: DataSource, { checked }: HeldFile, reads: ReadsUnderway) => {
            const isFile = engineOf(options.url) === 'better-sqlite3';
            const isThere = isFile ? watchFile(sqlitePath(options.url)) : undefined;
            return new UnitOfWork(writer, options.clock, reads, options.readOnly, checked, isThere);
          },
        },
        {
          provide: CHECKPOINTS,
          inject: [UnitOfWork],
          useFactory: (unitOfWork: UnitOfWork) => {
            if (options.readOnly === true || unitOfWork.engine !== 'better-sqlite3') return null;
            const checkpoints = new Checkpoints(sqlitePath(options.url));
            unitOfWork.onCommit(() => checkpoints.note());
            return checkpoints;
          },
        },
        {
          provide: Reader,
          inject: [WRITER, SOCKETS, ReadsUnderway],
          useFactory: (_writer: DataSource, sockets: PostgresSockets, reads: ReadsUnderway) =>
            readerOf(options, sockets, reads),
        },
        ReadsUnderway,
        { provide: SOCKETS, useFactory: () => new PostgresSockets() },
        {
          provide: SILENCE,
          inject: [SOCKETS],
          useFactory: (sockets: PostgresSockets) =>
            engineOf(options.url) === 'postgres' ? new SilenceWatch(options.url, sockets) : null,
        },
      ],
      exports: [UnitOfWork, Reader, CLOCK, DATABASE_OPTIONS],
    };
  }

  /** Nobody is told of the application before the file was read through. */
  async onApplicationBootstrap(): Promise<void> {
    await this.held.checked;
    this.silence?.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.silence?.stop();
    await this.reader.close();
    await this.checkpoints?.close();
    await this.writer.destroy();
    this.held.release();
  }
}
