import type { Queries } from '../database/reader.js';
import type { LevelScheme, Scheme, ValueScheme } from '../domain/level-scheme/scheme.js';

/** The scheme whose levels this product publishes. */
export const OWN_SCHEME = 'nd43-2011';

export interface LevelSchemes {
  own: LevelScheme;
  others: ValueScheme[];
}

/** The level schemes as data, from the database. */
export async function levelSchemes(queries: Queries): Promise<LevelSchemes> {
  const all = await allSchemes(queries);
  const own = all.find(
    (scheme): scheme is LevelScheme => scheme.id === OWN_SCHEME && scheme.kind === 'levels',
  );
  if (!own) throw new Error(`The level scheme ${OWN_SCHEME} is not in the database: run the migrate command`);
  return { own, others: all.filter((scheme): scheme is ValueScheme => scheme.kind === 'values') };
}

/**
 * Every write and most pages ask for the same few schemes. An entry of the ledger is bound to all before it, so the hash of the last one
 * about a scheme says which they are, on whatever database and in whichever process they were read.
 */
export async function allSchemes(queries: Queries): Promise<readonly Scheme[]> {
  const last = await queries.get<{ hash: string }>(LAST_ENTRY);
  const known = last && read.get(last.hash);
  if (known) return known;
  const rows = await queries.all<{ definition: string }>('SELECT definition FROM level_scheme ORDER BY id');
  const schemes = rows.map((row) => JSON.parse(row.definition) as Scheme);
  if (last) {
    if (read.size >= READ_AT_MOST) read.clear();
    read.set(last.hash, schemes);
  }
  return schemes;
}

const LAST_ENTRY = `SELECT hash FROM ledger_entry
  WHERE seq = (SELECT MAX(seq) FROM ledger_subject WHERE subject >= 'scheme:' AND subject < 'scheme;')`;
const read = new Map<string, readonly Scheme[]>();
const READ_AT_MOST = 20;
