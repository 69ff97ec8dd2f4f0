import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import type { Language } from '../http/language.js';
import { type Encoding, ENCODINGS } from '../imports/encoding/encodings.js';
import type { Issue } from '../imports/rows/issue.js';
import { issueText } from '../imports/rows/issue-texts.js';
import { ImportFiles } from '../imports/runs/import-files.js';
import type { ImportRun } from '../imports/runs/import-run.js';
import { Imports } from '../imports/runs/imports.service.js';
import { day } from './arguments.js';
import { terminalLanguage } from './terminal-language.js';
import { CommandError } from './told-error.js';
import { OPERATOR, withCatalogue } from './with-catalogue.js';

interface ImportOptions {
  asOf?: string;
  encoding?: Encoding;
  agency?: string;
  dryRun?: boolean;
  commit?: boolean;
  confirm: string[];
}

const tell = (line: string) => console.log(line);
const SENDER = { actor: OPERATOR, above: null };

/** `import <file>`: shows what the file would change; with `--commit` writes it. */
export function importCommand(program: Command): void {
  program
    .command('import')
    .description(
      'read services or case volumes from a CSV, XLSX or JSON Lines file; the list is not changed without --commit. ' +
        'The dry run itself is kept, so that on SQLite a running server has to be stopped first, or be sent the file: POST /api/v1/imports',
    )
    .argument('<file>', 'the file')
    .option(
      '--as-of <day>',
      'the day from which a level holds where its row names none; left out: today',
      day,
    )
    .addOption(new Option('--encoding <name>', 'instead of the judged one').choices(ENCODINGS))
    .option('--agency <code>', 'agency of rows that name none')
    .addOption(new Option('--dry-run', 'only show; this is the default').conflicts('commit'))
    .option('--commit', 'write it, all or nothing')
    .option('--confirm <codes...>', 'codes of the guesses that you have looked at', [])
    .action(async (path: string, options: ImportOptions) => {
      await requireFile(path);
      await withCatalogue('writes', async (app) => {
        const imports = app.get(Imports);
        const file = await app.get(ImportFiles).arrive(createReadStream(path), basename(path));
        const { run } = await imports.start(SENDER, file, {
          encoding: options.encoding ?? null,
          agency: options.agency ?? null,
          effectiveFrom: options.asOf ?? null,
        });
        show(run, terminalLanguage());
        if (run.report && run.report.errorCount > 0) process.exitCode = 1;
        if (options.commit !== true) return;
        await imports.commit(SENDER, run.id, options.confirm);
        tell(`Committed import ${run.id}`);
      });
    });
}

/** Before anything is opened; what is piped in is a file too. */
async function requireFile(path: string): Promise<void> {
  if ((await stat(path)).isDirectory())
    throw new CommandError(`${path}: this is a folder; give the path of a file`);
}

function show({ id, fileName, report }: ImportRun, language: Language): void {
  if (!report) return;
  const { kind, format, rows, create, update, unchanged, refused, repeated, errorCount, warningCount } =
    report;
  tell(`Import ${id}: ${fileName}, ${kind}, ${format}, ${rows} rows`);
  const opened = kind === 'services' ? 'to open' : 'to record';
  tell(
    `  ${create} ${opened}, ${update} to change, ${unchanged} unchanged, ${refused} refused, ${repeated} repeated`,
  );
  for (const { header, field, encoding, confidence } of report.columns) {
    if (field !== null) tell(`  ${header} -> ${field}, ${encoding} (${confidence})`);
  }
  for (const issue of [...report.errors, ...report.warnings]) tell(`  ${lineOf(issue, language)}`);
  tell(`  ${errorCount} errors, ${warningCount} warnings`);
  if (report.toConfirm.length > 0) tell(`  To be confirmed: ${report.toConfirm.join(' ')}`);
}

function lineOf({ kind, row, column, value, code, params }: Issue, language: Language): string {
  const place = [row, column].filter((part) => part !== null).join(', ');
  return `${kind} ${code}${place === '' ? '' : ` [${place}]`}${value ? ` "${value}"` : ''}: ${issueText(code, params, language)}`;
}
