import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { backUp, told } from '../backup/backup.js';
import { KeptFiles } from '../backup/kept-files.js';
import { restore } from '../backup/restore.js';
import { type Config, readConfig } from '../config/config.js';
import { type DatabaseOptions, readerOf } from '../database/data-source.js';
import { ImportFiles } from '../imports/runs/import-files.js';
import { EvidenceStore } from '../public-services/evidence/evidence-store.js';

/** `backup`, `restore`: one file with everything, of either database and for either (docs/operations.md). */
export function backupCommands(program: Command): void {
  program
    .command('backup')
    .description('write the whole catalogue to a file, also while a server runs')
    .argument('<file>', 'the archive; refused where there is such a file')
    .action(async (path: string) => {
      await access(dirname(path));
      const config = readConfig(process.env);
      const reader = readerOf(databaseOptionsOf(config));
      try {
        const manifest = await backUp(reader, filesOf(config), config.version, path);
        console.log([`Wrote ${path}`, ...told(manifest)].join('\n'));
        if (manifest.missing.length > 0) process.exitCode = 1;
      } finally {
        await reader.close();
      }
    });
  program
    .command('restore')
    .description('fill an empty database and the folders of files from an archive')
    .argument('<file>', 'what `backup` wrote')
    .action(async (path: string) => {
      const config = readConfig(process.env);
      await restore(databaseOptionsOf(config), filesOf(config), path, (line) => console.log(line));
      console.log('The catalogue is restored');
    });
}

/** Not of a replica: all that was answered before a backup began has to be in it. */
function databaseOptionsOf(config: Config): DatabaseOptions {
  return {
    url: config.databaseUrl,
    replicaUrls: [],
    poolSize: 1,
    connectTimeoutMs: config.databaseConnectTimeoutMs,
    makesFolder: config.makesDatabaseFolder,
  };
}

function filesOf({ evidenceDir, importDir }: Config): KeptFiles {
  return new KeptFiles(new EvidenceStore(evidenceDir), new ImportFiles(importDir));
}
