import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnTypes } from '../dialect.js';

/** The addresses that services publish, what the last check found of each, and the log of the checks. */
export class LinkChecks1700000000002 implements MigrationInterface {
  name = 'LinkChecks1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    const { text, int } = columnTypes(runner.connection.options.type);
    const statements = [
      `ALTER TABLE evidence ADD COLUMN text_sha256 ${text}`,
      // An address may be longer than a key of an index on PostgreSQL: its hash stands for it.
      `CREATE TABLE link (
        id ${text} PRIMARY KEY,
        url ${text} NOT NULL,
        host ${text} NOT NULL,
        state ${text} NOT NULL
          CHECK (state IN ('unchecked', 'alive', 'changed', 'moved', 'dead', 'refused', 'not_checked')),
        reason ${text},
        failures ${int} NOT NULL,
        first_failed_at ${text},
        http_status ${int},
        final_url ${text},
        base_at ${text},
        base_final_url ${text},
        base_sha256 ${text},
        base_text_sha256 ${text},
        checks ${int} NOT NULL,
        checked_at ${text},
        state_since ${text} NOT NULL,
        due_at ${text},
        requested_at ${text},
        requested_by ${text})`,
      `CREATE INDEX link_due ON link (due_at)`,
      `CREATE INDEX link_requested ON link (requested_at)`,
      `CREATE INDEX link_host ON link (host)`,
      `CREATE INDEX link_state ON link (state)`,
      `CREATE TABLE service_link (
        service_id ${text} NOT NULL REFERENCES public_service (id),
        link_id ${text} NOT NULL REFERENCES link (id),
        used_as ${text} NOT NULL,
        PRIMARY KEY (service_id, link_id, used_as))`,
      `CREATE INDEX service_link_link ON service_link (link_id)`,
      `CREATE TABLE link_check (
        link_id ${text} NOT NULL,
        no ${int} NOT NULL,
        url ${text} NOT NULL,
        host ${text} NOT NULL,
        at ${text} NOT NULL,
        outcome ${text} NOT NULL CHECK (outcome IN ('alive', 'changed', 'moved', 'failed', 'refused', 'throttled')),
        state ${text} NOT NULL,
        reason ${text},
        http_status ${int},
        final_url ${text},
        failures ${int} NOT NULL,
        ms ${int} NOT NULL,
        requested_by ${text},
        PRIMARY KEY (link_id, no))`,
      `CREATE INDEX link_check_at ON link_check (at, link_id)`,
    ];
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations of the catalogue only go forward. Restore a backup instead.');
  }
}
