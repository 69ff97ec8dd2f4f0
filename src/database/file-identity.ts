import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { DatabaseFileError, fileError } from './file-check.js';

/** The file that a path leads to through links; the path itself where nothing is there yet. */
export function fileBehind(path: string): string {
  return isThere(path) ? realpathSync(path) : path;
}

/**
 * SQLite opens a file that it may not write to for reading, and tells it only at the first write; and it keeps the `-wal` of a
 * file beside the name that it was opened by, so that two names make two logs of one file.
 * @throws DatabaseFileError where the file may not be written to, or has a second name
 */
export function refuseUnwritable(path: string): void {
  if (!isThere(path)) return;
  try {
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw fileError(path, error);
  }
  const { nlink } = statSync(path);
  if (nlink > 1)
    throw new DatabaseFileError(
      `The database ${path} has ${nlink} names (hard links), and would be damaged by whoever opens it by another. Leave it one.`,
    );
}

/** Tells whether a path still leads to the file that it leads to now: else what is written by an open connection is lost. */
export function watchFile(path: string): () => boolean {
  const { dev, ino } = statSync(path);
  return () => {
    const now = statSync(path, { throwIfNoEntry: false });
    return now?.ino === ino && now.dev === dev;
  };
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
