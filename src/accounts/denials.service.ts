import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Denial, DenialNotes } from '../http/request-log.js';
import { Background } from './background.js';
import { DenialPace } from './denial-pace.js';

const INTENT = { actor: { name: 'access', agencyCode: null }, action: 'access.refuse' };
/** Kinds of refusals in one entry; what goes beyond is counted together. */
const KINDS_AT_MOST = 200;

/**
 * Enters in the ledger what was turned away: who (never a name that is no account’s, since people type their password into the
 * wrong box), where, by which code and rule, and how often. Some time after the answers: whether there is such an account must
 * not show in how long an answer takes. The longer a flood of refusals lasts, the rarer its entries become; the log has
 * each of them.
 */
@Injectable()
export class Denials implements DenialNotes, BeforeApplicationShutdown {
  private counts = new Map<string, { denial: Denial; refused: number }>();
  private readonly pace = new DenialPace();
  private readonly background = new Background(
    () => this.write(),
    () => this.pace.delayAt(performance.now()),
  );

  constructor(private readonly unitOfWork: UnitOfWork) {}

  note(denial: Denial): void {
    this.add(denial, 1);
    this.background.soon();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.background.end();
  }

  private add(denial: Denial, refused: number): void {
    const key = JSON.stringify(denial);
    const known = this.counts.get(key);
    if (known) known.refused += refused;
    else if (this.counts.size < KINDS_AT_MOST) this.counts.set(key, { denial, refused });
    else this.count({ code: 'others', who: null, method: '', route: null, rule: null }, refused);
  }

  private count(others: Denial, refused: number): void {
    const key = JSON.stringify(others);
    this.counts.set(key, { denial: others, refused: (this.counts.get(key)?.refused ?? 0) + refused });
  }

  private async write(): Promise<void> {
    const { counts } = this;
    this.counts = new Map();
    try {
      await this.unitOfWork.run(INTENT, async (unit) => {
        for (const { denial, refused } of counts.values()) {
          const { who, code, method, route, rule } = denial;
          const where = route === null ? null : `${method} ${route}`;
          unit.record(subjectOf(who), null, { refused, code, where, rule });
        }
      });
    } catch (error) {
      for (const { denial, refused } of counts.values()) this.add(denial, refused);
      this.background.soon();
      throw error;
    }
  }
}

function subjectOf(who: string | null): string {
  if (who === null) return 'access:anonymous';
  return who.startsWith('key:') ? who : `account:${who}`;
}
