import pg from 'pg';
import type { DataSource } from 'typeorm';
import { holdForSession } from './dialect.js';
import { refuseNewerSchema } from './schema-check.js';

/** Number of the lock on PostgreSQL that the process which migrates holds. */
const MIGRATION_LOCK = 43_2011_00;

/**
 * Brings the schema up to date. Of several processes that start at once on one PostgreSQL the first does it, and the others wait.
 * @param postgresUrl null on SQLite, whose file has one process
 * @throws NewerSchemaError where the database knows more than this program
 */
export async function migrate(writer: DataSource, postgresUrl: string | null): Promise<void> {
  const lock = postgresUrl === null ? undefined : new pg.Client(postgresUrl);
  // The end of the connection ends the lock; what is migrated meanwhile is in a transaction of its own.
  lock?.on('error', () => undefined);
  await lock?.connect();
  try {
    await lock?.query(holdForSession(MIGRATION_LOCK));
    await refuseNewerSchema(writer);
    await writer.runMigrations();
  } finally {
    await lock?.end();
  }
}
