import { Injectable } from '@nestjs/common';
import { Reader, type Queries } from '../database/reader.js';
import type { Unit } from '../database/unit.js';
import { type Around, UnitOfWork } from '../database/unit-of-work.js';
import {
  AnsweredBefore,
  bodyText,
  type IdempotentRequest,
  idempotentRequests,
  type StoredAnswer,
} from './idempotent-request.js';

/** How long a key is remembered. */
export const KEY_LIFETIME_MS = 48 * 3_600_000;
const CLEAN_EVERY_MS = 3_600_000;

/**
 * Remembers the answers to writes under their `Idempotency-Key`, in the transaction of the write itself: there is no moment
 * in which the one is kept without the other.
 */
@Injectable()
export class Idempotency implements Around {
  private cleanedAt = 0;

  constructor(
    private readonly reader: Reader,
    private readonly unitOfWork: UnitOfWork,
  ) {
    unitOfWork.around(this);
  }

  /** The answer given under the key before `now`'s forgetting; undefined where there was none. */
  async answered(actor: string, key: string, now: Date): Promise<AnsweredBefore | undefined> {
    return find(this.reader, actor, key, now.toISOString());
  }

  /** Transactions have their turn one by one: whoever comes second under a key sees the first one's answer here. */
  async begin(unit: Unit): Promise<void> {
    const request = idempotentRequests.getStore();
    if (!request || request.stored) return;
    const before = await find(unit, request.actor, request.key, unit.now);
    if (before) throw before;
  }

  async end(unit: Unit, result: unknown): Promise<void> {
    const request = idempotentRequests.getStore();
    if (!request || request.stored) return;
    const { actor, key, requestSha, status, seal } = request;
    const answer: StoredAnswer = { status, headers: {}, body: bodyText(result) };
    await this.clean(unit);
    await unit.run('DELETE FROM idempotency_key WHERE actor = :actor AND key = :key', { actor, key });
    await unit.run(
      `INSERT INTO idempotency_key (actor, key, request_sha, status, headers, body, created_at)
       VALUES (:actor, :key, :requestSha, :status, '{}', :body, :at)`,
      { actor, key, requestSha, status, body: seal.close(answer.body), at: unit.now },
    );
    request.stored = answer;
  }

  /** Keeps what the handler added to the answer after its transaction, such as headers. */
  async complete({ actor, key, seal }: IdempotentRequest, answer: StoredAnswer): Promise<void> {
    await this.unitOfWork.run({ actor: { name: actor, agencyCode: null }, action: 'answer.keep' }, (unit) =>
      unit.run(
        `UPDATE idempotency_key SET status = :status, headers = :headers, body = :body
         WHERE actor = :actor AND key = :key`,
        {
          status: answer.status,
          headers: JSON.stringify(answer.headers),
          body: seal.close(answer.body),
          actor,
          key,
        },
      ),
    );
  }

  private async clean(unit: Unit): Promise<void> {
    const now = Date.parse(unit.now);
    if (now - this.cleanedAt < CLEAN_EVERY_MS) return;
    this.cleanedAt = now;
    await unit.run('DELETE FROM idempotency_key WHERE created_at <= :oldest', { oldest: oldest(unit.now) });
  }
}

async function find(
  queries: Queries,
  actor: string,
  key: string,
  now: string,
): Promise<AnsweredBefore | undefined> {
  const row = await queries.get<{ request_sha: string; status: number; headers: string; body: string }>(
    `SELECT request_sha, status, headers, body FROM idempotency_key
     WHERE actor = :actor AND key = :key AND created_at > :oldest`,
    { actor, key, oldest: oldest(now) },
  );
  if (!row) return undefined;
  const headers = JSON.parse(row.headers) as Record<string, string>;
  return new AnsweredBefore(row.request_sha, { status: row.status, headers, body: row.body });
}

function oldest(now: string): string {
  return new Date(Date.parse(now) - KEY_LIFETIME_MS).toISOString();
}
