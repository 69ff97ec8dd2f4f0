import { existsSync, statSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';

/** A SQLite file that cannot be used as it is: nothing was written to it. */
export class DatabaseFileError extends Error {}

/** Larger files are read through only after the process that held them was killed: it takes seconds. */
const ALWAYS_READ_BELOW = 512 * 1024 * 1024;
const MAPPED = 1024 * 1024 * 1024;

/**
 * Reads a file before it is opened for writing, so that a damaged one is told at the start and not by some request later, and
 * an emptied one is not taken for a new catalogue. Rows that a killed process left in the `-wal` file are read with it.
 * @throws DatabaseFileError that names the file
 */
export function checkFile(path: string): void {
  if (!existsSync(path)) return;
  const size = sizeOf(path);
  if (size === 0)
    throw new DatabaseFileError(
      `The database ${path} is empty (0 bytes). Restore a backup, or remove the file to begin a new catalogue.`,
    );
  if (size > ALWAYS_READ_BELOW && sizeOf(`${path}-wal`) === 0) return;
  const problem = problemOf(path);
  if (problem !== undefined)
    throw new DatabaseFileError(
      `The database ${path} is damaged: ${problem}. Keep the file, and restore a backup.`,
    );
}

function problemOf(path: string): string | undefined {
  let file: BetterSqlite3.Database | undefined;
  try {
    file = new BetterSqlite3(path, { fileMustExist: true });
    file.pragma(`mmap_size = ${MAPPED}`);
    const [first] = file.pragma('quick_check(1)') as { quick_check: string }[];
    return first?.quick_check === 'ok' ? undefined : oneLine(first?.quick_check ?? 'unreadable');
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code === 'string' && /^SQLITE_(CORRUPT|NOTADB)/.test(code)) return (error as Error).message;
    throw fileError(path, error);
  } finally {
    file?.close();
  }
}

/** Says which file it is about. */
export function fileError(path: string, error: unknown): Error {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code !== 'string' || !/^(SQLITE_(READONLY|CANTOPEN|IOERR|FULL|PERM)|E[A-Z]+$)/.test(code))
    return error as Error;
  return new DatabaseFileError(
    `The database ${path} cannot be opened for writing (${String(message)}). Check DATABASE_URL, the rights of its folder and the disk.`,
    { cause: error },
  );
}

function oneLine(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replace(/^\*\*\* in database main \*\*\* /, '')
    .trim();
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
