import type { DataSource } from 'typeorm';
import { asOneProcess } from './one-process.js';
import { refuseNewerSchema } from './schema-check.js';

/** Number of the lock on PostgreSQL that the process which migrates holds. */
const MIGRATION_LOCK = 43_2011_00;

/**
 * Brings the schema up to date.
 * @param postgresUrl null on SQLite
 * @throws NewerSchemaError where the database knows more than this program
 */
export async function migrate(writer: DataSource, postgresUrl: string | null): Promise<void> {
  await asOneProcess(postgresUrl, MIGRATION_LOCK, async () => {
    await refuseNewerSchema(writer);
    await writer.runMigrations();
  });
}
