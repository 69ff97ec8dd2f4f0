import { access, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a file that has its name only once it is whole and on disk: where that fails, nothing is left of it, and what had the
 * name before has it still. What is no file, such as a pipe or a terminal, is written to as it is.
 * @param write fills the file of the path that it is given
 * @throws errors of the file system name `path`
 */
export async function wholeFile<Result>(
  path: string,
  write: (unfinished: string) => Promise<Result>,
): Promise<Result> {
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) throw Object.assign(new Error(`${path} is a folder`), { code: 'EISDIR', path });
  if (there && !there.isFile()) return naming(path, path, () => write(path));
  // A link stays a link.
  const target = there ? await realpath(path) : path;
  const unfinished = `${target}.${process.pid}.unfinished`;
  return naming(path, unfinished, async () => {
    try {
      const result = await write(unfinished);
      await syncFile(unfinished);
      await rename(unfinished, target);
      await syncFolder(dirname(target));
      return result;
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  });
}

/** A person knows the file by the name that they gave. */
async function naming<Result>(path: string, written: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const fault = error as NodeJS.ErrnoException;
    // Writing tells of no path.
    const isOfFile = fault?.path === written || /^(write|fsync)$/.test(fault?.syscall ?? '');
    throw isOfFile ? Object.assign(fault, { path }) : error;
  }
}

/** Brings what was written of a file to the disk. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A new name is on disk only when its folder is; Windows has no such call and does it by itself. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Whether something has this name. */
export async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
