import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Reader } from '../database/reader.js';
import { isThere, wholeFile } from '../database/whole-file.js';
import type { KnownHead } from './verify-chain.js';

/** An entry of a bulk load may weigh a megabyte. */
const ENTRIES_AT_ONCE = 10;

/**
 * Writes a copy of the ledger, one entry a line, each as the bytes that were hashed (docs/ledger.md).
 * @returns the last entry written
 */
export async function exportLedger(reader: Reader, path: string): Promise<KnownHead> {
  let last: KnownHead = { seq: 0, hash: '' };
  const lines = async function* () {
    const slices = reader.stream<KnownHead & { body: string }>(
      'SELECT seq, hash, body FROM ledger_entry ORDER BY seq',
      {},
      ENTRIES_AT_ONCE,
    );
    for await (const slice of slices) {
      last = slice.at(-1)!;
      yield slice.map(({ body }) => `${body}\n`).join('');
    }
  };
  if (await isThere(path))
    throw Object.assign(new Error(`${path} is there already`), { code: 'EEXIST', path });
  await wholeFile(path, (unfinished) => pipeline(Readable.from(lines()), createWriteStream(unfinished)));
  return { seq: last.seq, hash: last.hash };
}
