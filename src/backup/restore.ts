import { existsSync, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DatabaseOptions } from '../database/data-source.js';
import { engineOf, sqlitePath } from '../database/database-url.js';
import { holdFile } from '../database/file-lock.js';
import { verifyLedgerIn } from '../ledger/verify-ledger.js';
import { checksumIn } from '../publication/checksum.query.js';
import { syncFile, syncFolder } from '../database/whole-file.js';
import { ArchiveError, readArchive } from './archive.js';
import { BackupError } from './backup-error.js';
import { checkArchive } from './check-archive.js';
import type { KeptFiles } from './kept-files.js';
import type { Manifest } from './manifest.js';
import { RestoringDatabase } from './restoring-database.js';
import { tablesOf } from './stored-tables.query.js';
import { readTable } from './table-file.js';

/**
 * Fills an empty database and the folders of files from an archive. The archive is read twice: before anything is written it is
 * known to be whole. What was restored is checked before it can be used.
 * @throws ArchiveError, BackupError: the database is as it was
 */
export async function restore(
  options: DatabaseOptions,
  files: KeptFiles,
  path: string,
  tell: (line: string) => void,
): Promise<void> {
  if (engineOf(options.url) === 'postgres') {
    const manifest = await checked(path, tell);
    const database = await RestoringDatabase.open(options, manifest.migrations);
    return fill(database, manifest, files, path, tell);
  }
  const target = sqlitePath(options.url);
  const held = holdFile(target, options.makesFolder);
  try {
    for (const there of [target, `${target}-wal`, `${target}-journal`]) {
      if (existsSync(there) && statSync(there).size > 0)
        throw new BackupError(`${there} is there already: restore where nothing is, or move it away`);
    }
    const manifest = await checked(path, tell);
    const unfinished = `${target}.restoring`;
    for (const end of ['', '-wal', '-shm', '-journal']) await rm(`${unfinished}${end}`, { force: true });
    const database = await RestoringDatabase.open(
      { ...options, url: `sqlite:${unfinished}` },
      manifest.migrations,
    );
    await fill(database, manifest, files, path, tell);
    await syncFile(unfinished);
    await rename(unfinished, target);
    await syncFolder(dirname(target));
  } finally {
    held.release();
  }
}

async function checked(path: string, tell: (line: string) => void): Promise<Manifest> {
  const manifest = await checkArchive(path);
  tell(`The archive of ${manifest.madeAt} is whole: ${manifest.files.length} entries have their hashes`);
  for (const name of manifest.missing) tell(`  missing since the backup was made: ${name}`);
  return manifest;
}

async function fill(
  database: RestoringDatabase,
  manifest: Manifest,
  files: KeptFiles,
  path: string,
  tell: (line: string) => void,
): Promise<void> {
  try {
    const stored = new Map((await tablesOf(database)).map((table) => [table.name, table]));
    const archived = new Map(manifest.tables.map((table) => [table.file, table]));
    for (const { name } of manifest.tables)
      if (!stored.has(name)) throw new BackupError(`This database has no table ${name}`);
    let kept = 0;
    await readArchive(path, async ({ name, content }) => {
      const table = archived.get(name);
      if (table) {
        const rows = await database.fill(stored.get(table.name)!, table.columns, readTable(content, table));
        if (rows !== table.rows)
          throw new ArchiveError(`${name} has ${rows} rows; the manifest says ${table.rows}`);
      } else if (await files.takeBack(name, content)) kept += 1;
    });
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    tell(`Restored ${rows} rows of ${manifest.tables.length} tables and ${kept} files`);
    await verify(database, manifest, tell);
    await database.commit();
  } catch (error) {
    await database.abandon();
    throw error;
  }
}

/** What stands in the database, read back, has to be what the manifest says. */
async function verify(
  database: RestoringDatabase,
  manifest: Manifest,
  tell: (line: string) => void,
): Promise<void> {
  const { entries, rows, head, firstBad } = await verifyLedgerIn(database, { known: [manifest.ledger] });
  const row = firstBad?.table === undefined ? undefined : firstBad;
  if (firstBad && !row)
    throw new BackupError(`The restored ledger does not hold: ${JSON.stringify(firstBad)}`);
  if (head.seq !== manifest.ledger.seq)
    throw new BackupError(
      `The restored ledger ends at ${head.seq}, the manifest says ${manifest.ledger.seq}`,
    );
  tell(`  ledger verified: ${entries} entries, head ${head.seq}:${head.hash}`);
  // The archive is whole, so this row was changed before the backup: what there is of the catalogue is worth having all the same.
  if (row)
    tell(
      `  WARNING: a row is not what the ledger wrote, and was not when the backup was made: ${JSON.stringify(row)}`,
    );
  else if (rows !== null) tell(`  rows verified: ${rows}`);
  const found = await checksumIn(database, {});
  const { published } = manifest;
  if (found.sha256 !== published.sha256 || found.count !== published.count || found.seq !== published.seq)
    throw new BackupError(
      `The restored list has ${found.count} services and sha256 ${found.sha256}; the manifest says ${published.count} and ${published.sha256}`,
    );
  tell(`  published list verified: ${found.count} services, sha256 ${found.sha256}, seq ${found.seq}`);
}
