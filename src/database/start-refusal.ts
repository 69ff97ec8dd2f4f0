import { DatabaseFileError } from './file-check.js';
import { DatabaseInUseError } from './file-lock.js';
import { ForeignDatabaseError, NewerSchemaError } from './schema-refusals.js';

const REFUSALS = [DatabaseFileError, DatabaseInUseError, ForeignDatabaseError, NewerSchemaError];

/** PostgreSQL where it cannot be reached, has no such database, or lets nobody in by this name; all else is a fault of the program. */
const AWAY =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|28000|28P01|3D000|53300|57P03)$/;

/** @returns what to tell where the database cannot be used, and what to do about it; undefined where the error says something else */
export function startRefusal(error: unknown): string | undefined {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
  if (REFUSALS.some((kind) => error instanceof kind)) return message;
  if (!AWAY.test(code) && message !== 'timeout exceeded when trying to connect') return undefined;
  return `DATABASE_URL: PostgreSQL cannot be used there (${message || code}); start it, or give its right address, user and password`;
}
