import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnTypes } from '../dialect.js';

/** New versions of procedures that wait for the answer of each service's agency. */
export class UpstreamChanges1700000000007 implements MigrationInterface {
  name = 'UpstreamChanges1700000000007';

  async up(runner: QueryRunner): Promise<void> {
    const { text, int } = columnTypes(runner.connection.options.type);
    const statements = [
      `CREATE TABLE upstream_change (
        service_id ${text} NOT NULL REFERENCES public_service (id),
        version_no ${int} NOT NULL,
        from_version_no ${int} NOT NULL,
        effective_from ${text} NOT NULL,
        recorded_at ${text} NOT NULL,
        settled_at ${text},
        settled_how ${text} CHECK (settled_how IN ('confirmed', 'facts', 'superseded')),
        settled_by ${text},
        settled_by_agency ${text},
        note ${text},
        PRIMARY KEY (service_id, version_no))`,
      `CREATE INDEX upstream_change_pending ON upstream_change (service_id) WHERE settled_at IS NULL`,
    ];
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations of the catalogue only go forward. Restore a backup instead.');
  }
}
