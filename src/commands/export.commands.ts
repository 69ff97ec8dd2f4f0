import { createWriteStream } from 'node:fs';
import { Argument, type Command, InvalidArgumentError } from 'commander';
import { isCivilDate } from '../domain/dates/civil-date.js';
import { EXPORT_FORMATS, type ExportFormat } from '../exports/export-format.js';
import { ServiceExports } from '../exports/service-exports.service.js';
import { withCatalogue } from './with-catalogue.js';

/** `export`: leaves a running server alone. */
export function exportCommands(program: Command): void {
  program
    .command('export')
    .description('write the published list to a file')
    .addArgument(new Argument('<format>').choices(EXPORT_FORMATS))
    .argument('<file>')
    .option('--as-of <day>', 'the list of that day (YYYY-MM-DD)', day)
    .action((format: ExportFormat, file: string, { asOf }: { asOf?: string }) =>
      withCatalogue('reads', async (app) => {
        const filter = asOf === undefined ? {} : { asOf };
        const out = createWriteStream(file);
        // What is wrong with the file is taken from it below.
        out.on('error', () => undefined);
        try {
          await app.get(ServiceExports).writeExport({ format, filter }, out);
        } catch (error) {
          throw out.errored ?? error;
        }
        console.log(`Wrote ${file}`);
      }),
    );
}

function day(text: string): string {
  if (isCivilDate(text)) return text;
  throw new InvalidArgumentError('give a real day as YYYY-MM-DD');
}
