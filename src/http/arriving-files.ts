import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '../database/whole-file.js';

/** No request lasts as long as this: what is older was left by a process that was killed. */
const ABANDONED_MS = 3_600_000;

/** Makes a folder that is still there after a power cut. */
export async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  const end = dirname(first);
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    await syncFolder(folder);
    if (folder === end || folder === dirname(folder)) return;
  }
}

/**
 * Takes away what uploads that were cut off by a kill have left. Other processes may share the folder: what could still be
 * arriving stays. A folder that cannot be read or written is no reason not to start: requests say so.
 */
export async function removeAbandoned(folder: string, isArriving: (name: string) => boolean): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter(isArriving)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    // The time of a file is the system's, and so is the one that it is compared with.
    if (found && Date.now() - found.mtimeMs > ABANDONED_MS)
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}
