import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { Argument, type Command } from 'commander';
import { wholeFile } from '../database/whole-file.js';
import { EXPORT_FORMATS, type ExportFormat } from '../exports/export-format.js';
import { ServiceExports } from '../exports/service-exports.service.js';
import { day } from './arguments.js';
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
        const exports = app.get(ServiceExports);
        await wholeFile(file, async (unfinished) => {
          const out = createWriteStream(unfinished);
          // What is wrong with the file is taken from it below.
          out.on('error', () => undefined);
          try {
            await exports.writeExport({ format, filter }, out);
            await finished(out);
          } catch (error) {
            const { errored } = out;
            await finished(out.destroy()).catch(() => undefined);
            throw errored ?? error;
          }
        });
        console.log(`Wrote ${file}`);
      }),
    );
}
