import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnTypes, refuseChange } from '../dialect.js';

/** Case volumes by service, period and channel; corrections are rows of their own, so no row ever changes. */
export class CaseVolumes1700000000004 implements MigrationInterface {
  name = 'CaseVolumes1700000000004';

  async up(runner: QueryRunner): Promise<void> {
    const { text, int } = columnTypes(runner.connection.options.type);
    const statements = [
      `CREATE TABLE case_volume (
        service_id ${text} NOT NULL REFERENCES public_service (id),
        period ${text} NOT NULL,
        no ${int} NOT NULL,
        period_from ${text} NOT NULL,
        period_to ${text} NOT NULL,
        days ${int} NOT NULL,
        received ${int},
        online_received ${int},
        online_resolved ${int},
        online_on_time ${int},
        in_person_received ${int},
        in_person_resolved ${int},
        in_person_on_time ${int},
        post_received ${int},
        post_resolved ${int},
        post_on_time ${int},
        demonstration ${int} NOT NULL,
        actor ${text} NOT NULL,
        actor_agency ${text},
        recorded_at ${text} NOT NULL,
        PRIMARY KEY (service_id, period, no),
        CHECK (online_on_time <= online_resolved),
        CHECK (in_person_on_time <= in_person_resolved),
        CHECK (post_on_time <= post_resolved))`,
      ...refuseChange(runner.connection.options.type, 'case_volume'),
    ];
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations of the catalogue only go forward. Restore a backup instead.');
  }
}
