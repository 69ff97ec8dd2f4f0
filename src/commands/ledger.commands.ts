import { type Command, InvalidArgumentError } from 'commander';
import { Reader } from '../database/reader.js';
import { exportLedger } from '../ledger/export-ledger.js';
import { type Verification, verifyEdition } from '../exports/editions/verify-edition.query.js';
import type { KnownHead } from '../ledger/verify-chain.js';
import { headOf, verifyLedger } from '../ledger/verify-ledger.js';
import { readWitness } from '../ledger/witness.js';
import { EvidenceStore } from '../public-services/evidence/evidence-store.js';
import { verifyEvidence } from '../public-services/evidence/verify-evidence.js';
import { derivedOutOfStep } from './derived-check.js';
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
    .description(
      'hold chain, rows, files of evidence, editions and all that follows from them against the ledger, and name what is bad',
    )
    .option('--known <seq:hash>', 'a head noted earlier, which the chain must still hold', knownHead)
    .option('--witness <file>', 'heads noted earlier, one a line, or a copy that `ledger export` wrote')
    .action(({ known, witness }: VerifyOptions) =>
      withCatalogue('reads', async (app) => {
        const kept = [
          ...(known ? [known] : []),
          ...(witness === undefined ? [] : await readWitness(witness)),
        ];
        const reader = app.get(Reader);
        const { ok, entries, rows, head, firstBad } = await verifyLedger(reader, { known: kept });
        if (ok) console.log(`ok: ${entries} entries, head ${head.seq}:${head.hash}, recorded ${head.at}`);
        else if (rows === null)
          console.log(`not ok: ${entries} good entries, then ${JSON.stringify(firstBad)}`);
        else console.log(`not ok: ${rows} good rows, then ${JSON.stringify(firstBad)}`);
        if (ok && rows !== null) console.log(`ok: ${rows} rows are as the entries wrote them`);
        if (ok && rows === null)
          console.log('Rows are not sealed yet: the next start of the server seals them');
        if (ok && kept.length > 0)
          console.log(`ok: the chain goes on from ${kept.length} heads kept outside`);
        const evidence = await verifyEvidence(reader, app.get(EvidenceStore, { strict: false }));
        if (evidence.bad.length === 0) console.log(`ok: ${evidence.whole} files of evidence`);
        for (const { serviceId, no, sha256, state } of evidence.bad)
          console.log(`not ok: evidence ${no} of ${serviceId}, file ${sha256}, is ${state}`);
        const editions = await badEditions(reader);
        for (const { edition, firstBad: part } of editions)
          console.log(`not ok: edition ${edition}, ${part}`);
        if (editions.length === 0) console.log('ok: every edition is as it was frozen');
        const derived = await reader.snapshot(derivedOutOfStep);
        for (const { table, side, row } of derived.outOfStep)
          console.log(`not ok: ${table}, ${side}: ${row}`);
        if (derived.outOfStep.length === 0)
          console.log(
            `ok: what follows from the rows was made anew: ${derived.services} services of the list, ${derived.cells} counts`,
          );
        if (!ok || evidence.bad.length + editions.length + derived.outOfStep.length > 0) process.exitCode = 1;
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

async function badEditions(reader: Reader): Promise<Verification[]> {
  return reader.snapshot(async (queries) => {
    const editions = await queries.all<{ no: number }>('SELECT no FROM edition ORDER BY no');
    const found: Verification[] = [];
    for (const { no } of editions) found.push(await verifyEdition(queries, no));
    return found.filter(({ ok }) => !ok);
  });
}

function knownHead(text: string): KnownHead {
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined)
    throw new InvalidArgumentError('give what `ledger head` prints');
  return { seq: Number(seq), hash };
}
