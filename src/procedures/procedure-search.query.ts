import { matchesTokens } from '../database/dialect.js';
import type { Queries } from '../database/reader.js';
import { searchTokens } from '../domain/text/fold.js';
import { ranker } from '../domain/text/match-rank.js';

interface Candidate {
  code: string;
  name: string;
  name_sort: string;
}

/**
 * Codes of the procedures that match a search by name or code, best first: diacritics do not matter for matching, but who
 * types them gets the exact ones first. The same on both databases.
 */
export async function rankedProcedures(queries: Queries, query: string): Promise<string[]> {
  const tokens = searchTokens(query);
  const columns = 'SELECT p.code, p.name, p.name_sort FROM procedure p';
  const byName = tokens.length > 0 ? matchesTokens(queries.engine, tokens) : undefined;
  const found = await queries.all<Candidate>(
    `${byName ? `${columns} WHERE ${byName.sql} UNION ALL ` : ''}${columns} WHERE p.code >= :from AND p.code < :to`,
    { ...byName?.params, from: query.trim(), to: `${query.trim()}\u{10ffff}` },
  );
  const rankOf = ranker(query);
  const candidates = new Map(found.map((row) => [row.code, row]));
  return [...candidates.values()]
    .map((row) => ({ row, rank: rankOf(row.name, row.code) ?? NO_RANK }))
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        // Of names that match alike, the shorter says less that was not asked for.
        a.row.name.length - b.row.name.length ||
        compare(a.row.name_sort, b.row.name_sort) ||
        compare(a.row.code, b.row.code),
    )
    .map(({ row }) => row.code);
}

/** Behind every rank: a code that begins with the query. */
const NO_RANK = 9;

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
