import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '../../database/whole-file.js';
import { makeFolder, removeAbandoned } from '../../http/arriving-files.js';
import { FileCheck } from '../../http/file-check.js';
import { isStorageFault, storageUnavailable } from '../../http/storage-fault.js';
import { TypeFinder } from './file-type.js';

export interface StoredFile {
  sha256: string;
  /** Bytes. */
  size: number;
  mediaType: string;
}

/**
 * Files by their SHA-256, each written whole and on disk before it has its name: there is never half a file, and one content
 * is kept once. Nothing is ever taken away.
 */
export class EvidenceStore {
  private readonly arriving: string;

  constructor(
    private readonly folder: string,
    private readonly check = new FileCheck(undefined),
  ) {
    this.arriving = join(folder, 'arriving');
  }

  /** Takes away what a killed process has left half written. */
  clean(): Promise<void> {
    return removeAbandoned(this.arriving, () => true);
  }

  /**
   * @returns undefined where the type is not taken; nothing is kept then
   * @throws Problem 422 where the scanner found something, 503 where it, or the disk, is full or away; whatever the content throws
   */
  async put(content: AsyncIterable<Buffer>, fileName: string): Promise<StoredFile | undefined> {
    const arriving = join(this.arriving, randomUUID());
    try {
      await makeFolder(dirname(arriving));
      const type = new TypeFinder();
      const { sha256, size } = await write(content, arriving, type);
      const mediaType = type.end(fileName);
      if (mediaType === null) return undefined;
      await this.check.pass(() => createReadStream(arriving));
      await this.name(arriving, sha256);
      return { sha256, size, mediaType };
    } catch (error) {
      throw isStorageFault(error) ? storageUnavailable() : error;
    } finally {
      await rm(arriving, { force: true }).catch(() => undefined);
    }
  }

  /**
   * Takes in a file from a backup.
   * @throws Error where the content is not that of `sha256`; nothing is kept then
   */
  async takeBack(content: AsyncIterable<Buffer>, sha256: string): Promise<void> {
    const arriving = join(this.arriving, randomUUID());
    try {
      await makeFolder(dirname(arriving));
      const found = await write(content, arriving);
      if (found.sha256 !== sha256) throw new Error(`The file ${sha256} has other content`);
      await this.name(arriving, sha256);
    } finally {
      await rm(arriving, { force: true }).catch(() => undefined);
    }
  }

  /** @returns undefined where the file is not in the store */
  async read(sha256: string): Promise<{ stream: ReadStream; size: number } | undefined> {
    const path = this.pathOf(sha256);
    const found = await stat(path).catch(() => undefined);
    return found?.isFile() ? { stream: createReadStream(path), size: found.size } : undefined;
  }

  /** Reads a whole file to see whether it still is what it was. */
  async stateOf(sha256: string): Promise<'whole' | 'missing' | 'changed'> {
    const found = await this.read(sha256);
    if (!found) return 'missing';
    const hash = createHash('sha256');
    for await (const chunk of found.stream) hash.update(chunk as Buffer);
    return hash.digest('hex') === sha256 ? 'whole' : 'changed';
  }

  private async name(arriving: string, sha256: string): Promise<void> {
    const path = this.pathOf(sha256);
    await makeFolder(dirname(path));
    await rename(arriving, path);
    await syncFolder(dirname(path));
  }

  private pathOf(sha256: string): string {
    return join(this.folder, sha256.slice(0, 2), sha256);
  }
}

async function write(
  content: AsyncIterable<Buffer>,
  path: string,
  type?: TypeFinder,
): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  const handle = await open(path, 'wx');
  try {
    for await (const chunk of content) {
      hash.update(chunk);
      type?.add(chunk);
      size += chunk.length;
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest('hex'), size };
}
