import type { DataSource } from 'typeorm';
import { asOneProcess } from './one-process.js';
import { isUpToDate, refuseForeign, refuseNewerSchema } from './schema-check.js';

/** Number of the lock on PostgreSQL that the process which migrates holds. */
const MIGRATION_LOCK = 43_2011_00;

/**
 * Brings the schema up to date.
 * @param postgresUrl null on SQLite
 * @param mayWrite waited for before anything is written
 * @throws NewerSchemaError where the database knows more than this program, ForeignDatabaseError where it is of another
 */
export async function migrate(
  writer: DataSource,
  postgresUrl: string | null,
  mayWrite: Promise<void>,
): Promise<void> {
  await asOneProcess(postgresUrl, MIGRATION_LOCK, async () => {
    await refuseForeign(writer);
    await refuseNewerSchema(writer);
    if (await isUpToDate(writer)) return;
    await mayWrite;
    await writer.runMigrations();
  });
}
