import type { Command } from 'commander';
import { Reader } from '../database/reader.js';
import { derivedOutOfStep } from './derived-check.js';
import { withCatalogue } from './with-catalogue.js';

/** `check`: leaves a running server alone. */
export function checkCommand(program: Command): void {
  program
    .command('check')
    .description(
      'make history, list, counts and the index of the ledger anew, and name what is kept otherwise',
    )
    .action(() =>
      withCatalogue('reads', async (app) => {
        const { cells, services, outOfStep } = await app.get(Reader).longSnapshot(derivedOutOfStep);
        if (outOfStep.length === 0) console.log(`ok: ${services} services and ${cells} counts`);
        for (const { table, side, row } of outOfStep) console.log(`not ok: ${table}, ${side}: ${row}`);
        if (outOfStep.length > 0) process.exitCode = 1;
      }),
    );
}
