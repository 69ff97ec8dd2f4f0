import type { UnitOfWork } from '../database/unit-of-work.js';
import type { BeforeCommit, Unit } from '../database/unit.js';

/**
 * Brings the published list up to the day: a level declared for a coming day, or a service that ends on one, changes the
 * list without anybody writing. Every transaction first takes in the days that have come since the last one.
 */
export class ComingDays implements BeforeCommit {
  readonly order = 10;

  constructor(private readonly unitOfWork: UnitOfWork) {
    unitOfWork.join(this);
  }

  async beforeCommit(unit: Unit): Promise<void> {
    if (unit.today <= unit.head.listDay) return;
    const due = await unit.all<{ service_id: string }>(
      'SELECT DISTINCT service_id FROM pending_day WHERE day <= :today',
      { today: unit.today },
    );
    for (const row of due) unit.touch(row.service_id);
    if (due.length > 0) unit.record('list:day', unit.head.listDay, unit.today);
    await unit.run('DELETE FROM pending_day WHERE day <= :today', { today: unit.today });
    unit.head.listDay = unit.today;
  }

  /** A transaction that does nothing but this. */
  async advance(): Promise<void> {
    await this.unitOfWork.run(
      { actor: { name: 'system', agencyCode: null }, action: 'list.advance' },
      async () => undefined,
    );
  }
}
