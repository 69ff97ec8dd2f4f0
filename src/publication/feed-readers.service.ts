import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { Background } from '../accounts/background.js';
import type { Caller } from '../accounts/caller.js';
import { SEEN_EVERY_MS } from '../accounts/last-seen.service.js';
import { CLOCK, type Clock } from '../database/database.module.js';
import { UnitOfWork } from '../database/unit-of-work.js';

const WAIT_MS = 500;
const INTENT = { actor: { name: 'system', agencyCode: null }, action: 'feed.read' };

interface Place {
  /** What the reader has already: it asks for the changes after this one. */
  place: number;
  at: number;
}

/** Notes how far each key has read the feed, behind the requests and not before them. It is no entry of the ledger. */
@Injectable()
export class FeedReaders implements BeforeApplicationShutdown {
  private waiting = new Map<string, Place>();
  private readonly written = new Map<string, Place>();
  private readonly background = new Background(
    () => this.write(),
    () => WAIT_MS,
  );

  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param place number of the change after which the caller asks to go on */
  note({ name, session }: Caller, place: number): void {
    if (session !== null) return;
    const at = this.clock().getTime();
    const before = this.written.get(name);
    if (before && before.place === place && at - before.at < SEEN_EVERY_MS) return;
    this.waiting.set(name, { place, at });
    this.background.soon();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.background.end();
  }

  private async write(): Promise<void> {
    const { waiting } = this;
    this.waiting = new Map();
    await this.unitOfWork.run(INTENT, async (unit) => {
      for (const [name, { place, at }] of waiting)
        await unit.run(
          `UPDATE api_key SET feed_place = :place, feed_read_at = :at WHERE 'key:' || id = :name`,
          { name, place, at: new Date(at).toISOString() },
        );
    });
    for (const [name, place] of waiting) this.written.set(name, place);
  }
}
