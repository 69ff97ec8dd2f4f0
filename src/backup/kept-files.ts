import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Queries } from '../database/reader.js';
import { IMPORT_PARTS, type ImportFiles, type ImportPart } from '../imports/runs/import-files.js';
import type { EvidenceStore } from '../public-services/evidence/evidence-store.js';
import { Measure } from './archive.js';
import type { ArchivedFile } from './manifest.js';

const EVIDENCE = /^evidence\/([0-9a-f]{64})$/;
const IMPORT = /^imports\/([0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]+)\/([a-z.]+)$/;

/** The files that rows of the database refer to, by the names that they have in an archive. */
export class KeptFiles {
  constructor(
    private readonly evidence: EvidenceStore,
    private readonly imports: ImportFiles,
  ) {}

  /** Names of all that the rows behind `queries` refer to. */
  async names(queries: Queries): Promise<string[]> {
    const files = await queries.all<{ sha256: string }>(
      `SELECT DISTINCT sha256 FROM evidence WHERE kind = 'file' ORDER BY sha256`,
    );
    // A run that is under way has no files that could be gone on with; those of failed and expired ones are taken away.
    const runs = await queries.all<{ id: string }>(
      `SELECT id FROM import_run WHERE state IN ('dry_run', 'committed') ORDER BY day, no`,
    );
    return [
      ...files.map(({ sha256 }) => `evidence/${sha256}`),
      ...runs.flatMap(({ id }) => IMPORT_PARTS.map((part) => `imports/${id}/${part}`)),
    ];
  }

  /** Reads a whole file. @returns undefined where it is not there, or is evidence that was changed */
  async measure(name: string): Promise<ArchivedFile | undefined> {
    const content = await this.read(name).catch(() => undefined);
    if (!content) return undefined;
    try {
      const measure = await new Measure().over(content);
      const found = { name, size: measure.size, sha256: measure.sha256() };
      const known = EVIDENCE.exec(name)?.[1];
      return known === undefined || known === found.sha256 ? found : undefined;
    } catch (error) {
      if ((error as { code?: unknown }).code === undefined) throw error;
      return undefined;
    }
  }

  async read(name: string): Promise<AsyncIterable<Buffer> | undefined> {
    const sha256 = EVIDENCE.exec(name)?.[1];
    if (sha256 !== undefined) return (await this.evidence.read(sha256))?.stream;
    const path = this.importPath(name);
    return path === undefined ? undefined : createReadStream(path);
  }

  /** @returns false where the name is none of ours */
  async takeBack(name: string, content: AsyncIterable<Buffer>): Promise<boolean> {
    const sha256 = EVIDENCE.exec(name)?.[1];
    const path = this.importPath(name);
    if (sha256 !== undefined) await this.evidence.takeBack(content, sha256);
    else if (path !== undefined) {
      await mkdir(dirname(path), { recursive: true });
      await pipeline(content, createWriteStream(path, { flush: true }));
    } else return false;
    return true;
  }

  private importPath(name: string): string | undefined {
    const [, id, part] = IMPORT.exec(name) ?? [];
    const isPart = IMPORT_PARTS.some((known) => known === part);
    return id !== undefined && isPart ? this.imports.part(id, part as ImportPart) : undefined;
  }
}
