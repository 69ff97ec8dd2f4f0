import { type Command, InvalidArgumentError } from 'commander';
import { Reader } from '../database/reader.js';
import { verifyLedger } from '../ledger/verify-ledger.js';
import { withCatalogue } from './with-catalogue.js';

/** `ledger verify`, `ledger head`: both leave a running server alone. */
export function ledgerCommands(program: Command): void {
  const ledger = program.command('ledger').description('the hash-chained record of every change');
  ledger
    .command('verify')
    .description('recompute the whole chain and name the first bad entry')
    .option('--known <seq:hash>', 'a head noted earlier, which the chain must still hold', knownHead)
    .action(({ known }: { known?: { seq: number; hash: string } }) =>
      withCatalogue('reads', async (app) => {
        const { ok, entries, head, firstBad } = await verifyLedger(app.get(Reader), known);
        if (ok)
          return console.log(`ok: ${entries} entries, head ${head.seq}:${head.hash}, recorded ${head.at}`);
        console.log(`not ok: ${entries} good entries, then ${JSON.stringify(firstBad)}`);
        process.exitCode = 1;
      }),
    );
  ledger
    .command('head')
    .description('print the chain’s end, to be kept where nobody who runs the catalogue can change it')
    .action(() =>
      withCatalogue('reads', async (app) => {
        const head = await app
          .get(Reader)
          .get<{ seq: number; hash: string; at: string }>(
            'SELECT seq, hash, at FROM ledger_head WHERE id = 1',
          );
        console.log(`${head!.seq}:${head!.hash}`);
      }),
    );
}

function knownHead(text: string): { seq: number; hash: string } {
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined)
    throw new InvalidArgumentError('give what `ledger head` prints');
  return { seq: Number(seq), hash };
}
