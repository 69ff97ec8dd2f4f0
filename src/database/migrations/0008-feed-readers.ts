import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnTypes } from '../dialect.js';

/** How far each key has read the feed. */
export class FeedReaders1700000000008 implements MigrationInterface {
  name = 'FeedReaders1700000000008';

  async up(runner: QueryRunner): Promise<void> {
    const { text, big } = columnTypes(runner.connection.options.type);
    await runner.query(`ALTER TABLE api_key ADD COLUMN feed_place ${big}`);
    await runner.query(`ALTER TABLE api_key ADD COLUMN feed_read_at ${text}`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations of the catalogue only go forward. Restore a backup instead.');
  }
}
