import { DatabaseFileError } from './file-check.js';
import { DatabaseInUseError } from './file-lock.js';
import { NewerSchemaError } from './schema-check.js';

/** Whether the database cannot be used, and the message says what to do about it. */
export function isStartRefusal(error: unknown): error is Error {
  return [DatabaseFileError, DatabaseInUseError, NewerSchemaError].some((kind) => error instanceof kind);
}
