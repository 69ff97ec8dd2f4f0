import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnTypes } from '../dialect.js';

/** Lines of a plan can be changed and withdrawn; how a line stood before is kept, since old reports rest on it. */
export class PlanLineChanges1700000000009 implements MigrationInterface {
  name = 'PlanLineChanges1700000000009';

  async up(runner: QueryRunner): Promise<void> {
    const { text, int, big } = columnTypes(runner.connection.options.type);
    const columns = ['changed_at', 'change_reason', 'withdrawn_at', 'withdrawal_reason'];
    const statements = [
      ...columns.map((column) => `ALTER TABLE plan_line ADD COLUMN ${column} ${text}`),
      `CREATE TABLE plan_line_past (
        year ${int} NOT NULL,
        no ${int} NOT NULL,
        version ${int} NOT NULL,
        level ${int},
        target ${big},
        due_date ${text},
        recorded_at ${text} NOT NULL,
        until_at ${text} NOT NULL,
        PRIMARY KEY (year, no, version),
        FOREIGN KEY (year, no) REFERENCES plan_line (year, no))`,
    ];
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations of the catalogue only go forward. Restore a backup instead.');
  }
}
