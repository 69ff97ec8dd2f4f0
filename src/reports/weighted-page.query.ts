import type { Queries } from '../database/reader.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { selectServices, type ServiceFilter } from '../publication/service-filter.js';
import { catalogueHead } from './report-question.js';
import { volumeWeights, weightedServices } from './volume-weights.query.js';

/** The list behind a number that is weighted by dossiers. */
export interface WeightedPage {
  items: {
    id: string;
    agency: { code: string; name: string };
    procedure: { code: string; name: string };
    dossiers: number | null;
  }[];
  next: string | null;
  /** Services. */
  total: number;
  /** Of all of them together: the number. */
  dossiers: number;
  volumePeriod: string;
  asOf: string;
  seq: number;
}

export async function weightedPage(
  queries: Queries,
  filter: ServiceFilter,
  asked: { volumePeriod: string; volumes: 'known' | 'unknown'; limit: number; cursor: string | undefined },
): Promise<WeightedPage> {
  const { volumePeriod, volumes, limit, cursor } = asked;
  const head = await catalogueHead(queries);
  const asOf = filter.asOf ?? head.listDay;
  const selection = await selectServices(queries, filter, head.listDay);
  const weights = await volumeWeights(queries, volumePeriod, asOf, filter.knownAt);
  const list = JSON.stringify(['volumes', volumePeriod, volumes, Object.entries(filter).sort()]);
  const after = cursor === undefined ? '' : String(decodeCursor(list, cursor)[0]);
  const found = await weightedServices(queries, selection, weights, volumes, after, limit + 1);
  const shown = found.rows.slice(0, limit);
  return {
    items: shown.map((row) => ({
      id: row.id,
      agency: { code: row.agency_code, name: row.agency_name },
      procedure: { code: row.procedure_code, name: row.procedure_name },
      dossiers: row.dossiers,
    })),
    next: found.rows.length > limit ? encodeCursor(list, [shown.at(-1)!.id]) : null,
    total: found.total,
    dossiers: found.dossiers,
    volumePeriod,
    asOf,
    seq: head.seq,
  };
}
