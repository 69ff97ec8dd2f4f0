import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Reader } from '../database/reader.js';
import { isThere } from '../database/whole-file.js';
import { MIGRATIONS } from '../database/migrations/index.js';
import { verifyLedgerIn } from '../ledger/verify-ledger.js';
import { checksumIn } from '../publication/checksum.query.js';
import { type Parcel, writeArchive } from './archive.js';
import { BackupError } from './backup-error.js';
import type { KeptFiles } from './kept-files.js';
import { type ArchivedFile, FORMAT, FORMAT_VERSION, headEntries, type Manifest } from './manifest.js';
import { migrationsOf, tablesOf } from './stored-tables.query.js';
import { writeTable } from './table-file.js';

/**
 * Writes one state of the whole catalogue to a file, while others go on writing to it.
 * @param program version of this program
 * @throws BackupError where there is such a file already, or the ledger does not hold
 */
export async function backUp(
  reader: Reader,
  files: KeptFiles,
  program: string,
  path: string,
): Promise<Manifest> {
  if (await isThere(path)) throw new BackupError(`${path} is there already; give another name`);
  const folder = await mkdtemp(`${path}.tables-`);
  try {
    const at = new Date();
    const manifest = await reader.snapshot(async (snapshot) => {
      const migrations = await migrationsOf(snapshot);
      if (migrations.join() !== MIGRATIONS.map(({ name }) => name).join())
        throw new BackupError(
          'The schema is not that of this program: back up with the program that made it',
        );
      const { ok, firstBad, head } = await verifyLedgerIn(snapshot, { rowsAtMost: 0 });
      if (!ok) throw new BackupError(`The ledger does not hold: ${JSON.stringify(firstBad)}`);
      await mkdir(join(folder, 'tables'));
      const made: Manifest = {
        format: FORMAT,
        formatVersion: FORMAT_VERSION,
        program,
        madeAt: at.toISOString(),
        migrations,
        ledger: head,
        published: await checksumIn(snapshot, {}),
        tables: [],
        files: [],
        missing: [],
      };
      for (const table of await tablesOf(snapshot)) {
        const written = await writeTable(snapshot, table, folder);
        made.tables.push(written.table);
        made.files.push(written.file);
      }
      for (const name of await files.names(snapshot)) {
        const file = await files.measure(name);
        if (file) made.files.push(file);
        else made.missing.push(name);
      }
      return made;
    });
    await writeArchive(path, parcels(manifest, folder, files), at);
    return manifest;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* parcels(manifest: Manifest, folder: string, files: KeptFiles): AsyncGenerator<Parcel> {
  for (const { name, text } of headEntries(manifest)) {
    const content = Buffer.from(text);
    yield { name, size: content.length, content: () => content };
  }
  const tables = new Set(manifest.tables.map(({ file }) => file));
  for (const { name, size } of manifest.files) {
    const content = tables.has(name) ? createReadStream(join(folder, name)) : await files.read(name);
    if (!content) throw new BackupError(`${name} was taken away while it was backed up`);
    yield { name, size, content: () => content as AsyncIterable<Buffer> };
  }
}

/** What a person reads of a backup that was made. */
export function told({ ledger, published, tables, files, missing }: Manifest): string[] {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const kept = (kind: string) => files.filter(({ name }: ArchivedFile) => name.startsWith(kind)).length;
  return [
    `  ledger head ${ledger.seq}:${ledger.hash}`,
    `  published list: ${published.count} services, sha256 ${published.sha256}, seq ${published.seq}`,
    `  ${rows} rows of ${tables.length} tables, ${kept('evidence/')} files of evidence, ${kept('imports/')} files of imports`,
    ...missing.map((name) => `  missing: ${name} could not be read whole`),
  ];
}
