import { engineOf, sqlitePath } from './database-url.js';
import { checkFile } from './file-check.js';
import { holdFile } from './file-lock.js';

/** A SQLite file that no other process of the catalogue writes to. */
export interface HeldFile {
  /**
   * Nothing is written to the file before; it is being read through meanwhile.
   * @throws DatabaseFileError where it is damaged
   */
  checked: Promise<void>;
  release(): void;
}

/** What a process holds that has no file of its own to write to. */
export const NO_FILE: HeldFile = { checked: Promise.resolve(), release: () => undefined };

/**
 * Holds the SQLite file that the address names, and begins to read it through.
 * @param makesFolder of the file, where it is missing
 * @throws DatabaseInUseError, DatabaseFileError where it cannot be held
 */
export function heldFileOf(url: string, makesFolder?: boolean): HeldFile {
  if (engineOf(url) !== 'better-sqlite3') return NO_FILE;
  const path = sqlitePath(url);
  const { release } = holdFile(path, makesFolder);
  const checked = checkFile(path).catch((error: unknown) => {
    release();
    throw error;
  });
  // Told to everybody who waits for it, of whom there may be none yet.
  checked.catch(() => undefined);
  return { checked, release };
}
