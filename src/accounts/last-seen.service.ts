import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Background } from './background.js';

/** `last_seen_at` and `last_used_at` are moved at most so often. */
export const SEEN_EVERY_MS = 60_000;
const WAIT_MS = 200;
const INTENT = { actor: { name: 'system', agencyCode: null }, action: 'session.seen' };

type Kind = 'session' | 'key';

const SQL: Record<Kind, string> = {
  session: 'UPDATE session SET last_seen_at = :at WHERE id = :id AND last_seen_at < :at',
  key: `UPDATE api_key SET last_used_at = :at
        WHERE token_hash = :id AND (last_used_at IS NULL OR last_used_at < :at)`,
};

/** Notes when sessions and keys were last used, behind the requests and not before them. It is no entry of the ledger. */
@Injectable()
export class LastSeen implements BeforeApplicationShutdown {
  private seen = new Map<string, { kind: Kind; at: string }>();
  private readonly background = new Background(
    () => this.write(),
    () => WAIT_MS,
  );

  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @param id of the session, or hash of the key @param last what the database says at present */
  note(kind: Kind, id: string, last: string | null, now: Date): void {
    if (last !== null && now.getTime() - Date.parse(last) < SEEN_EVERY_MS) return;
    this.seen.set(id, { kind, at: now.toISOString() });
    this.background.soon();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.background.end();
  }

  private async write(): Promise<void> {
    const { seen } = this;
    this.seen = new Map();
    await this.unitOfWork.run(INTENT, async (unit) => {
      for (const [id, { kind, at }] of seen) await unit.run(SQL[kind], { id, at });
    });
  }
}
