import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What holds a service back is now told by the inspection where it found less than the agency states: the services that were inspected at
 * less than the highest level are published again on the next day.
 */
export class HeldBackByInspection1700000000012 implements MigrationInterface {
  name = 'HeldBackByInspection1700000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `INSERT INTO pending_day (day, service_id)
       SELECT DISTINCT '0001-01-01', service_id FROM inspection WHERE state = 'closed' AND level < 3`,
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations of the catalogue only go forward. Restore a backup instead.');
  }
}
