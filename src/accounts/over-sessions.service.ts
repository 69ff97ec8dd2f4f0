import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Background } from './background.js';

const INTENT = { actor: { name: 'system', agencyCode: null }, action: 'session.over' };

/**
 * Ends sessions that a request found over, for good: a clock that is set back does not bring them to life again. Behind the requests and
 * not before them; until it is done they are remembered.
 */
@Injectable()
export class OverSessions implements BeforeApplicationShutdown {
  private readonly found = new Set<string>();
  private readonly background = new Background(
    () => this.write(),
    () => 0,
  );

  constructor(private readonly unitOfWork: UnitOfWork) {}

  note(id: string): void {
    this.found.add(id);
    this.background.soon();
  }

  has(id: string): boolean {
    return this.found.has(id);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.background.end();
  }

  private async write(): Promise<void> {
    const ids = [...this.found];
    await this.unitOfWork.run(INTENT, async (unit) => {
      for (const id of ids) await unit.run('DELETE FROM session WHERE id = :id', { id });
    });
    for (const id of ids) this.found.delete(id);
  }
}
