import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { DatabaseFileError, fileError } from './file-check.js';
import { fileBehind, refuseUnwritable } from './file-identity.js';

/** Refusal of a second process that wants to write to the same SQLite file. */
export class DatabaseInUseError extends Error {
  constructor(path: string) {
    super(
      `The database ${path} is in use by another process of the catalogue. ` +
        'Stop that one first, or use PostgreSQL (DATABASE_URL) to run several.',
    );
  }
}

/**
 * Holds a SQLite file for this process until `release`. The lock is the operating system's own, on a second file beside it,
 * so that it ends with the process, however the process ends. Whoever comes by a link finds the same lock.
 * @param makesFolder whether a folder that is missing is made
 * @throws DatabaseInUseError, DatabaseFileError
 */
export function holdFile(path: string, makesFolder = true): { release(): void } {
  let lock: BetterSqlite3.Database;
  try {
    if (makesFolder) mkdirSync(dirname(path), { recursive: true });
    else refuseMissingFolder(path);
    refuseUnwritable(path);
    lock = new BetterSqlite3(`${fileBehind(path)}.lock`);
  } catch (error) {
    throw fileError(path, error);
  }
  try {
    lock.pragma('busy_timeout = 0');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY'))
      throw new DatabaseInUseError(path);
    throw fileError(path, error);
  }
  return { release: () => lock.close() };
}

/** @throws DatabaseFileError where the folder of a file is missing */
export function refuseMissingFolder(path: string): void {
  const folder = dirname(resolve(path));
  if (existsSync(folder)) return;
  throw new DatabaseFileError(
    `DATABASE_URL: the folder ${folder} is not there. Mount the volume that holds it, or create it for a new catalogue.`,
  );
}
