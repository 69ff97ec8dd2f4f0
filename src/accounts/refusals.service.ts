import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Background } from './background.js';

const WAIT_MS = 1000;
const INTENT = { actor: { name: 'sign-in', agencyCode: null }, action: 'session.refuse' };

/**
 * Enters refused passwords in the ledger, some time after the answer: whether there is such an account must not show in
 * how long the answer takes, and a flood of guesses makes one entry a second at most. Names that are no account's are not
 * kept, since people type their password into the wrong box.
 */
@Injectable()
export class Refusals implements BeforeApplicationShutdown {
  private counts = new Map<string, number>();
  private readonly background = new Background(() => this.write(), WAIT_MS);

  constructor(private readonly unitOfWork: UnitOfWork) {}

  note(username: string): void {
    this.counts.set(username, (this.counts.get(username) ?? 0) + 1);
    this.background.soon();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.background.end();
  }

  private async write(): Promise<void> {
    const { counts } = this;
    this.counts = new Map();
    await this.unitOfWork.run(INTENT, async (unit) => {
      for (const [username, refused] of counts) unit.record(`account:${username}`, null, { refused });
    });
  }
}
