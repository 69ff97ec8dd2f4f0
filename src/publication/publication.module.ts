import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, type Clock, DATABASE_OPTIONS } from '../database/database.module.js';
import type { DatabaseOptions } from '../database/data-source.js';
import { engineOf } from '../database/database-url.js';
import { HeadWatch, type WatchedHead } from '../database/head-watch.service.js';
import { Reader } from '../database/reader.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { civilToday } from '../domain/dates/civil-date.js';
import { CatalogueVersion } from '../http/catalogue-version.js';
import { ComingDays } from './coming-days.service.js';
import { FeedController } from './feed.controller.js';
import { FeedReaders } from './feed-readers.service.js';
import { PublicationProjector } from './projector.service.js';
import { ServicesController } from './services.controller.js';

const LOOK_AT_THE_DAY_MS = 20_000;

@Module({
  controllers: [ServicesController, FeedController],
  providers: [
    FeedReaders,
    {
      provide: PublicationProjector,
      inject: [UnitOfWork],
      useFactory: (unitOfWork: UnitOfWork) => new PublicationProjector(unitOfWork),
    },
    {
      provide: ComingDays,
      inject: [UnitOfWork],
      useFactory: (unitOfWork: UnitOfWork) => new ComingDays(unitOfWork),
    },
  ],
  exports: [PublicationProjector, ComingDays],
})
export class PublicationModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly watch: HeadWatch;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    reader: Reader,
    unitOfWork: UnitOfWork,
    private readonly version: CatalogueVersion,
    private readonly comingDays: ComingDays,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATABASE_OPTIONS) private readonly database: DatabaseOptions,
  ) {
    const { url } = database;
    const moveTo = (head: WatchedHead) => {
      version.moveTo(head);
      reader.follow({ seq: version.lastEntry, changeSeq: version.lastChange, listDay: version.day });
    };
    unitOfWork.onCommit(moveTo);
    this.watch = new HeadWatch(reader, engineOf(url) === 'postgres' ? url : null, moveTo);
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.database.readOnly === true) return;
    await this.watch.start();
    await this.takeInTheDay();
    this.timer = setInterval(() => void this.takeInTheDay(), LOOK_AT_THE_DAY_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.watch.stop();
  }

  /** A failure is tried again at the next look; until then the list of the day before stands, and says so. */
  private async takeInTheDay(): Promise<void> {
    if (civilToday(this.clock()) > this.version.day) await this.comingDays.advance().catch(() => undefined);
  }
}
