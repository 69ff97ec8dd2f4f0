import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * From here on every entry of the ledger seals the rows that it wrote: a program that does not may no longer write. Whether the rows
 * that stood were sealed is asked of the entries by their action.
 */
export class RowSeals1700000000010 implements MigrationInterface {
  name = 'RowSeals1700000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX ledger_entry_action ON ledger_entry (action, seq)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations of the catalogue only go forward. Restore a backup instead.');
  }
}
