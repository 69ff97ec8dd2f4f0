import { createReadStream } from 'node:fs';
import { sha256 } from '../domain/canonical-json.js';
import { linesByFeed } from '../domain/text/lines-by-feed.js';
import { GENESIS, type LedgerEntry } from './entry.js';
import type { KnownHead } from './verify-chain.js';

/** A file of heads or an exported copy that cannot be what it should be. */
export class WitnessError extends Error {}

const HEAD = /^(\d{1,15}):([0-9a-f]{64})\s*$/;

/**
 * What somebody outside has kept of the ledger: heads as `ledger head` prints them, one a line, or a copy that `ledger export`
 * wrote. A copy has to be a chain by itself.
 * @throws WitnessError with the line
 */
export async function readWitness(path: string): Promise<KnownHead[]> {
  const known: KnownHead[] = [];
  let before: KnownHead = { seq: 0, hash: GENESIS };
  let line = 0;
  for await (const text of linesByFeed(createReadStream(path) as AsyncIterable<Buffer>)) {
    line += 1;
    if (text.trim() === '') continue;
    const [, seq, hash] = HEAD.exec(text) ?? [];
    if (seq !== undefined && hash !== undefined) {
      known.push({ seq: Number(seq), hash });
      continue;
    }
    const entry = entryOf(text);
    if (!entry) throw new WitnessError(`Line ${line} of ${path} is neither a head nor an entry`);
    if (entry.seq !== before.seq + 1 || entry.prev !== before.hash)
      throw new WitnessError(
        `Line ${line} of ${path} does not go on from the line before: the copy was changed`,
      );
    before = { seq: entry.seq, hash: sha256(text) };
    known.push(before);
  }
  if (known.length === 0) throw new WitnessError(`${path} holds no head and no entry`);
  return known;
}

function entryOf(text: string): LedgerEntry | undefined {
  try {
    const value = JSON.parse(text) as Partial<LedgerEntry> | null;
    return typeof value?.seq === 'number' && typeof value.prev === 'string'
      ? (value as LedgerEntry)
      : undefined;
  } catch {
    return undefined;
  }
}
