import { setTimeout } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../database/database.module.js';
import { Reader } from '../database/reader.js';
import { SoleDuty } from '../database/sole-duty.js';
import { UnavailableError } from '../database/unit-of-work.js';
import { isUnavailable } from '../database/dialect.js';
import { CatalogueVersion } from '../http/catalogue-version.js';
import { Outbound } from '../outbound/outbound.js';
import { Deliveries, dueWebhooks } from './deliveries.service.js';
import { postMessage } from './webhook-post.js';

const LOOK_EVERY_MS = 1000;
/** Commits that follow one another closely are looked at together, and after they are answered: a look costs as much as a small write. */
const GATHER_MS = 20;

/**
 * Sends to each webhook, one message after the other, what has changed since the last one it took: after each commit, and
 * when a further attempt is due. Nothing is sent within a transaction, so that no target delays a write.
 */
@Injectable()
export class WebhookDispatcher implements BeforeApplicationShutdown {
  private readonly stopped = new AbortController();
  private readonly serving = new Map<string, Promise<void>>();
  private running: Promise<void> | undefined;

  constructor(
    private readonly reader: Reader,
    private readonly version: CatalogueVersion,
    private readonly deliveries: Deliveries,
    private readonly outbound: Outbound,
    private readonly duty: SoleDuty,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Lets go of what is under way: it is sent again after the next start, under the same id. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped.abort();
    await this.running;
    await Promise.all(this.serving.values());
    await this.duty.release();
  }

  private async run(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      const seen = this.version.current;
      await this.look().catch(tell);
      if (seen === this.version.current) await this.version.nextCommit(LOOK_EVERY_MS, this.stopped.signal);
      await setTimeout(GATHER_MS, undefined, { signal: this.stopped.signal }).catch(() => undefined);
    }
  }

  private async look(): Promise<void> {
    if (!(await this.duty.isMine())) return;
    const due = await dueWebhooks(this.reader, this.clock().toISOString(), this.version.lastChange);
    for (const { id } of due) {
      if (this.serving.has(id)) continue;
      this.serving.set(
        id,
        this.serve(id)
          .catch(tell)
          .finally(() => this.serving.delete(id)),
      );
    }
  }

  private async serve(webhookId: string): Promise<void> {
    while (!this.stopped.signal.aborted) {
      const message = await this.deliveries.claim(webhookId);
      if (!message) return;
      const outcome = await postMessage(this.outbound, message, this.clock(), this.stopped.signal);
      // Broken off by the end of this process: the target is not to blame.
      if (this.stopped.signal.aborted && outcome.problem !== null) return;
      await this.deliveries.settle(message, outcome);
    }
  }
}

function tell(error: unknown): void {
  // While the database is away there is nothing to send; the next look finds it again.
  if (error instanceof UnavailableError || isUnavailable(error)) return;
  process.emitWarning(`Webhooks could not be served: ${String(error)}`);
}
