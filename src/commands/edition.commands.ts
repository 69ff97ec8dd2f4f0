import { type Command, InvalidArgumentError } from 'commander';
import { DECISION_MAX, TITLE_MAX } from '../exports/editions/editions.dto.js';
import { Editions } from '../exports/editions/editions.service.js';
import { day, text } from './arguments.js';
import { ofOne } from './told-error.js';
import { OPERATOR, withCatalogue } from './with-catalogue.js';

interface Decision {
  decision: string;
  date: string;
  title?: string;
}

/** `edition create`, `edition verify` */
export function editionCommands(program: Command): void {
  const edition = program.command('edition').description('numbered, frozen states of the published list');
  edition
    .command('create')
    .description('freeze today’s published list under the next number')
    .requiredOption('--decision <number>', 'number of the decision that publishes it', text(DECISION_MAX))
    .requiredOption('--date <day>', 'day of the decision (YYYY-MM-DD)', day)
    .option('--title <text>', 'title of the edition', text(TITLE_MAX))
    .action(({ decision, date, title }: Decision) =>
      withCatalogue('writes', async (app) => {
        const made = await app.get(Editions).create(OPERATOR, {
          decisionNumber: decision,
          decisionDate: date,
          ...(title === undefined ? {} : { title }),
        });
        console.log(JSON.stringify(made, null, 2));
      }),
    );
  edition
    .command('verify')
    .description('recompute the hashes of an edition’s files')
    .argument('<n>', 'number of the edition', wholeNumber)
    .action((n: number) =>
      withCatalogue('reads', async (app) => {
        const verdict = await ofOne(
          app.get(Editions).verify(n),
          `There is no edition ${n}; the page /editions lists those there are`,
        );
        console.log(JSON.stringify(verdict, null, 2));
        if (!verdict.ok) process.exitCode = 1;
      }),
    );
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('give the number of an edition');
}
