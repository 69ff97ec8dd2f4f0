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

export async function allSchemes(queries: Queries): Promise<Scheme[]> {
  const rows = await queries.all<{ definition: string }>('SELECT definition FROM level_scheme ORDER BY id');
  return rows.map((row) => schemeOf(row.definition));
}

// Every write reads the same few long texts; what a text says cannot change.
const parsed = new Map<string, Scheme>();
const PARSED_AT_MOST = 50;

function schemeOf(definition: string): Scheme {
  let scheme = parsed.get(definition);
  if (!scheme) {
    if (parsed.size >= PARSED_AT_MOST) parsed.clear();
    parsed.set(definition, (scheme = JSON.parse(definition) as Scheme));
  }
  return scheme;
}
