import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnTypes } from '../dialect.js';

/** Where agencies are written to, and the messages on their way there. */
export class Mail1700000000005 implements MigrationInterface {
  name = 'Mail1700000000005';

  async up(runner: QueryRunner): Promise<void> {
    const { text, int } = columnTypes(runner.connection.options.type);
    const statements = [
      // Not a column of `agency`: whatever publishes agencies cannot publish it by mistake.
      `CREATE TABLE agency_contact (
        agency_code ${text} PRIMARY KEY REFERENCES agency (code),
        notify_email ${text} NOT NULL,
        updated_at ${text} NOT NULL)`,
      `CREATE TABLE mail_message (
        id ${text} PRIMARY KEY REFERENCES notification (id),
        agency_code ${text} NOT NULL REFERENCES agency (code),
        recipient ${text} NOT NULL,
        subject ${text} NOT NULL,
        body ${text} NOT NULL,
        message_id ${text} NOT NULL,
        state ${text} NOT NULL CHECK (state IN ('pending', 'sent', 'failed')),
        attempts ${int} NOT NULL,
        problem ${text},
        created_at ${text} NOT NULL,
        attempted_at ${text},
        next_attempt_at ${text})`,
      `CREATE INDEX mail_message_state ON mail_message (state, next_attempt_at)`,
      `CREATE INDEX mail_message_created ON mail_message (created_at, id)`,
    ];
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations of the catalogue only go forward. Restore a backup instead.');
  }
}
