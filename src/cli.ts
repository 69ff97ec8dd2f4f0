import { Command } from 'commander';
import { ArchiveError } from './backup/archive.js';
import { BackupError } from './backup/backup-error.js';
import { accountsCommands } from './commands/accounts.commands.js';
import { backupCommands } from './commands/backup.commands.js';
import { checkCommand } from './commands/check.command.js';
import { databaseCommands } from './commands/database.commands.js';
import { editionCommands } from './commands/edition.commands.js';
import { exportCommands } from './commands/export.commands.js';
import { importCommand } from './commands/import.command.js';
import { linksCommands } from './commands/links.commands.js';
import { ledgerCommands } from './commands/ledger.commands.js';
import { ConfigError } from './config/config.js';
import { isStartRefusal } from './database/start-refusal.js';
import { WitnessError } from './ledger/witness.js';
import { Problem } from './http/problem.js';
import { languageOf } from './http/language.js';
import { wording } from './http/wording.js';

const program = new Command('catalogue').description(
  'The catalogue of service levels, from the command line',
);
databaseCommands(program);
accountsCommands(program);
checkCommand(program);
ledgerCommands(program);
exportCommands(program);
editionCommands(program);
importCommand(program);
linksCommands(program);
backupCommands(program);

program.parseAsync().catch((error: unknown) => {
  console.error(textOf(error));
  process.exitCode = 1;
});

function textOf(error: unknown): string {
  if (error instanceof Problem) {
    const language = languageOf(process.env['LANG']?.replace('_', '-'));
    const { params, faults = [] } = error.details;
    const lines = faults.map((fault) => `  ${fault.pointer}: ${wording(fault.code, language, fault.params)}`);
    return [wording(error.code, language, params), ...lines].join('\n');
  }
  const isClear = [ConfigError, BackupError, ArchiveError, WitnessError].some(
    (kind) => error instanceof kind,
  );
  return isClear || isStartRefusal(error) ? (error as Error).message : String(error);
}
