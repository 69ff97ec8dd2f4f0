import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { syncFile, syncFolder } from '../../database/whole-file.js';
import { makeFolder, removeAbandoned } from '../../http/arriving-files.js';
import { FileCheck } from '../../http/file-check.js';
import { Problem } from '../../http/problem.js';
import { FILE_LIMIT } from '../reading/raw-table.js';

const ARRIVING = 'arriving-';

/** A file that has arrived and waits in a folder of its own. */
export interface ArrivedFile {
  folder: string;
  fileName: string;
  sha256: string;
  /** Bytes. */
  size: number;
}

/** What the folder of a run holds once its dry run has ended. */
export const IMPORT_PARTS = ['file', 'rows.jsonl', 'diff.jsonl', 'issues.jsonl'] as const;
export type ImportPart = (typeof IMPORT_PARTS)[number];

/** A run whose file is still here. */
type ArrivedBefore = Omit<ArrivedFile, 'folder'> & { id: string };

/**
 * The folder of import files: for each run the file as it was sent, its rows as taken in, what they would change, and what
 * there is to tell of them. Files and not rows of the database, since they are large and most are of no use after a week.
 */
export class ImportFiles {
  constructor(
    private readonly root: string,
    private readonly check = new FileCheck(undefined),
  ) {}

  /** Takes away what a killed process has left half written. */
  clean(): Promise<void> {
    return removeAbandoned(this.root, (name) => name.startsWith(ARRIVING));
  }

  /**
   * @throws Problem 413 where the file is over the limit, 422 where the scanner found something, 503 where it is away
   */
  async arrive(pieces: AsyncIterable<Buffer>, fileName: string): Promise<ArrivedFile> {
    await makeFolder(this.root);
    const folder = await mkdtemp(join(this.root, ARRIVING));
    const hash = createHash('sha256');
    let size = 0;
    try {
      await pipeline(
        pieces,
        async function* (source: AsyncIterable<Buffer>) {
          for await (const piece of source) {
            size += piece.length;
            if (size > FILE_LIMIT) throw new Problem(413, 'too_large', { params: { limit: FILE_LIMIT } });
            hash.update(piece);
            yield piece;
          }
        },
        createWriteStream(join(folder, 'file')),
      );
      await this.check.pass(() => createReadStream(join(folder, 'file')));
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
    return { folder, fileName, sha256: hash.digest('hex'), size };
  }

  /** The file of a run once more, for another reading of it. */
  async again({ id, fileName, sha256, size }: ArrivedBefore): Promise<ArrivedFile> {
    const folder = await mkdtemp(join(this.root, ARRIVING));
    await copyFile(this.file(id), join(folder, 'file'));
    return { folder, fileName, sha256, size };
  }

  /** Gives the folder of an arrived file to a run. */
  async keep({ folder }: ArrivedFile, id: string): Promise<void> {
    await rm(this.folderOf(id), { recursive: true, force: true });
    await rename(folder, this.folderOf(id));
  }

  /** What a run is committed from is on the disk, under its names, before anybody is told that it is committed. */
  async settle(id: string): Promise<void> {
    for (const part of IMPORT_PARTS) await syncFile(this.part(id, part));
    await syncFolder(this.folderOf(id));
    await syncFolder(this.root);
  }

  async forget({ folder }: ArrivedFile): Promise<void> {
    await rm(folder, { recursive: true, force: true });
  }

  async remove(id: string): Promise<void> {
    await rm(this.folderOf(id), { recursive: true, force: true });
  }

  file(id: string): string {
    return this.part(id, 'file');
  }

  rows(id: string): string {
    return this.part(id, 'rows.jsonl');
  }

  diff(id: string): string {
    return this.part(id, 'diff.jsonl');
  }

  issues(id: string): string {
    return this.part(id, 'issues.jsonl');
  }

  part(id: string, part: ImportPart): string {
    return join(this.folderOf(id), part);
  }

  private folderOf(id: string): string {
    return join(this.root, id);
  }
}
