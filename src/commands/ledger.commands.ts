import { type Command, InvalidArgumentError } from 'commander';
import { Reader } from '../database/reader.js';
import { exportLedger } from '../ledger/export-ledger.js';
import type { KnownHead } from '../ledger/verify-chain.js';
import { headOf, verifyLedger } from '../ledger/verify-ledger.js';
import { readWitness } from '../ledger/witness.js';
import { EvidenceStore } from '../public-services/evidence/evidence-store.js';
import { verifyEvidence } from '../public-services/evidence/verify-evidence.js';
import { withCatalogue } from './with-catalogue.js';

interface VerifyOptions {
  known?: KnownHead;
  witness?: string;
}

/** `ledger verify`, `ledger head`, `ledger export`: all leave a running server alone (docs/ledger.md). */
export function ledgerCommands(program: Command): void {
  const ledger = program.command('ledger').description('the hash-chained record of every change');
  ledger
    .command('verify')
    .description('recompute the whole chain and every file of evidence, and name what is bad')
    .option('--known <seq:hash>', 'a head noted earlier, which the chain must still hold', knownHead)
    .option('--witness <file>', 'heads noted earlier, one a line, or a copy that `ledger export` wrote')
    .action(({ known, witness }: VerifyOptions) =>
      withCatalogue('reads', async (app) => {
        const kept = [
          ...(known ? [known] : []),
          ...(witness === undefined ? [] : await readWitness(witness)),
        ];
        const reader = app.get(Reader);
        const { ok, entries, head, firstBad } = await verifyLedger(reader, { known: kept });
        if (ok) console.log(`ok: ${entries} entries, head ${head.seq}:${head.hash}, recorded ${head.at}`);
        else console.log(`not ok: ${entries} good entries, then ${JSON.stringify(firstBad)}`);
        if (ok && kept.length > 0)
          console.log(`ok: the chain goes on from ${kept.length} heads kept outside`);
        const evidence = await verifyEvidence(reader, app.get(EvidenceStore, { strict: false }));
        if (evidence.bad.length === 0) console.log(`ok: ${evidence.whole} files of evidence`);
        for (const { serviceId, no, sha256, state } of evidence.bad)
          console.log(`not ok: evidence ${no} of ${serviceId}, file ${sha256}, is ${state}`);
        if (!ok || evidence.bad.length > 0) process.exitCode = 1;
      }),
    );
  ledger
    .command('head')
    .description('print the chain’s end, to be kept where nobody who runs the catalogue can change it')
    .action(() =>
      withCatalogue('reads', async (app) => {
        const { seq, hash } = await headOf(app.get(Reader));
        console.log(`${seq}:${hash}`);
      }),
    );
  ledger
    .command('export')
    .description('write a copy of all entries, one a line, each as the bytes that were hashed')
    .argument('<file>', 'refused where there is such a file')
    .action((path: string) =>
      withCatalogue('reads', async (app) => {
        const { seq, hash } = await exportLedger(app.get(Reader), path);
        console.log(`Wrote ${path}, entries 1 to ${seq}, head ${seq}:${hash}`);
      }),
    );
}

function knownHead(text: string): KnownHead {
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined)
    throw new InvalidArgumentError('give what `ledger head` prints');
  return { seq: Number(seq), hash };
}
