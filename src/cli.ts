import { Command } from 'commander';
import { accountsCommands } from './commands/accounts.commands.js';
import { backupCommands } from './commands/backup.commands.js';
import { checkCommand } from './commands/check.command.js';
import { databaseCommands } from './commands/database.commands.js';
import { editionCommands } from './commands/edition.commands.js';
import { exportCommands } from './commands/export.commands.js';
import { importCommand } from './commands/import.command.js';
import { linksCommands } from './commands/links.commands.js';
import { ledgerCommands } from './commands/ledger.commands.js';
import { toldError } from './commands/told-error.js';

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
  console.error(toldError(error));
  process.exitCode = 1;
});
