import type { Queries } from '../database/reader.js';
import { fold, searchTokens } from '../domain/text/fold.js';
import { badCursor, decodeCursor, encodeCursor } from '../http/cursor.js';
import { requireNamed } from '../http/named-in-query.js';
import { type Page, stateOf } from '../http/pages.js';
import { type AgencyRecord, agencyRecords, type AgencyView, agencyViews } from './agency-view.query.js';

export interface AgencyFilter {
  level?: string;
  parent?: string;
  /** Each word begins a word of the name, Vietnamese or English, or of the code; marks and case do not count. */
  q?: string;
  /** Only the agencies that existed on that day; left out: every agency ever known. */
  asOf?: string;
}

/**
 * A page of agencies by name; call it inside a snapshot. A province has some hundred, a country some ten thousand: the
 * search folds their names as it goes.
 * @throws Problem 404 where there is no such parent
 */
export async function agencyPage(
  queries: Queries,
  filter: AgencyFilter,
  limit: number,
  cursor: string | undefined,
): Promise<Page<AgencyView>> {
  if (filter.parent !== undefined) await requireNamed(queries, 'agency', filter.parent, 'parent');
  const list = `agencies ${JSON.stringify(Object.entries(filter).sort())}`;
  const found = (await agencyRecords(queries, filter)).filter(matching(filter.q));
  const from = cursor === undefined ? 0 : placeAfter(found, decodeCursor(list, cursor));
  const shown = found.slice(from, from + limit);
  const last = shown.at(-1);
  const state = await stateOf(queries);
  return {
    items: await agencyViews(queries, shown),
    next: last && from + limit < found.length ? encodeCursor(list, [last.name_sort, last.code]) : null,
    total: found.length,
    asOf: filter.asOf ?? state.asOf,
    seq: state.seq,
  };
}

function matching(q: string | undefined): (agency: AgencyRecord) => boolean {
  if (q === undefined) return () => true;
  const tokens = searchTokens(q);
  return ({ code, name, name_en: nameEn }) => {
    const text = ` ${fold(`${code} ${name} ${nameEn ?? ''}`)}`;
    return tokens.length > 0 && tokens.every((token) => text.includes(` ${token}`));
  };
}

/** The place of the first agency after the key; byte order, as both databases sort. */
function placeAfter(found: readonly AgencyRecord[], [sort, code]: (string | number)[]): number {
  if (typeof sort !== 'string' || typeof code !== 'string') throw badCursor();
  const key = Buffer.from(`${sort}\0${code}`);
  const place = found.findIndex(
    (agency) => Buffer.compare(Buffer.from(`${agency.name_sort}\0${agency.code}`), key) > 0,
  );
  return place === -1 ? found.length : place;
}
