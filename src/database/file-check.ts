import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { StatementThread } from './statement-thread.js';
import { zeroedPage } from './zeroed-page.js';

/** A SQLite file that cannot be used as it is: nothing was written to it. */
export class DatabaseFileError extends Error {}

/** Larger files are read through only after the process that held them was killed: it takes seconds. */
const ALWAYS_READ_BELOW = 512 * 1024 * 1024;
/** To begin a thread takes about as much processor time as to read so much. */
const WORTH_A_THREAD = 32 * 1024 * 1024;

const MAPPED = `mmap_size = ${1024 * 1024 * 1024}`;
const LOOK = 'quick_check(1)';
type Finding = { quick_check: string } | undefined;

/** Where the two numbers stand by which a file says how it is written to, and what they are once it was opened for writing. */
const MODE_AT = 18;
const WAL = Buffer.from([2, 2]);

/**
 * Reads a file through before anything is written to it, so that a damaged one is told at the start and not by some request later,
 * and an emptied one is not taken for a new catalogue. Rows that a killed process left in the `-wal` file are read with it.
 * @param worthAThread files from this size on are read on a thread of their own, so that the application can be put together meanwhile
 * @throws DatabaseFileError that names the file
 */
export async function checkFile(path: string, worthAThread = WORTH_A_THREAD): Promise<void> {
  if (!existsSync(path)) return;
  const size = sizeOf(path);
  if (size === 0)
    throw new DatabaseFileError(
      `The database ${path} is empty (0 bytes). Restore a backup, or remove the file to begin a new catalogue.`,
    );
  if (size > ALWAYS_READ_BELOW && sizeOf(`${path}-wal`) === 0) return;
  const problem = await problemOf(path, size < worthAThread ? readHere : readOnThread);
  if (problem !== undefined)
    throw new DatabaseFileError(
      `The database ${path} is damaged: ${problem}. Keep the file, and restore a backup.`,
    );
}

/** Whether opening it for writing writes nothing to it, since it was opened so before. What cannot be read is left to the check. */
export function isOpenedWithoutWriting(path: string): boolean {
  const mode = Buffer.alloc(WAL.length);
  try {
    const file = openSync(path, 'r');
    readSync(file, mode, 0, mode.length, MODE_AT);
    closeSync(file);
  } catch {
    return false;
  }
  return mode.equals(WAL);
}

async function problemOf(
  path: string,
  read: (path: string) => Finding | Promise<Finding>,
): Promise<string | undefined> {
  try {
    // Where rows stand in the `-wal`, the pages that they replace may not have been written yet.
    const looking = sizeOf(`${path}-wal`) === 0 ? zeroedPage(path) : undefined;
    looking?.catch(() => undefined);
    const finding = await read(path);
    if (finding?.quick_check !== 'ok') return oneLine(finding?.quick_check ?? 'unreadable');
    const zeroed = await looking;
    return zeroed === undefined ? undefined : `page ${zeroed} holds nothing but zeros`;
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string };
    if (typeof code === 'string' && /^SQLITE_(CORRUPT|NOTADB)/.test(code)) return message;
    throw fileError(path, error);
  }
}

function readHere(path: string): Finding {
  const file = new BetterSqlite3(path, { fileMustExist: true });
  try {
    file.pragma(MAPPED);
    return (file.pragma(LOOK) as Finding[])[0];
  } finally {
    file.close();
  }
}

async function readOnThread(path: string): Promise<Finding> {
  const thread = new StatementThread({ path, readonly: false, pragmas: [MAPPED] });
  try {
    return (await thread.ask({ sql: `PRAGMA ${LOOK}` })).rows[0] as Finding;
  } finally {
    await thread.end();
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
