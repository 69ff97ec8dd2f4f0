import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnTypes } from '../dialect.js';

/** Until when a password that the system made is good. The passwords that there are stay as they are. */
export class InitialPasswords1700000000011 implements MigrationInterface {
  name = 'InitialPasswords1700000000011';

  async up(runner: QueryRunner): Promise<void> {
    const { text } = columnTypes(runner.connection.options.type);
    await runner.query(`ALTER TABLE account ADD COLUMN initial_password_until ${text}`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations of the catalogue only go forward. Restore a backup instead.');
  }
}
