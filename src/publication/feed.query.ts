import { stateOf } from '../http/pages.js';
import type { Queries } from '../database/reader.js';

/** One change of the published list. `doc` is the service as this change published it; null in a tombstone. */
export interface FeedChange {
  seq: number;
  op: 'upsert' | 'delete';
  id: string;
  at: string;
  doc: string | null;
}

export interface FeedPage {
  changes: FeedChange[];
  /** Number of the last change on this page, or of the place asked for where the page is empty. */
  last: number;
  caughtUp: boolean;
}

/**
 * Changes after a place of the feed. Their numbers have no gaps and are given in the order of commits (the unit of work
 * holds the head's lock), so that who reads on from the last number misses nothing.
 */
export async function feedPage(queries: Queries, since: number, limit: number): Promise<FeedPage> {
  const changes = await queries.all<FeedChange>(
    `SELECT seq, op, service_id AS id, at, doc FROM change WHERE seq > :since ORDER BY seq LIMIT :limit`,
    { since, limit: limit + 1 },
  );
  const page = changes.slice(0, limit);
  return { changes: page, last: page.at(-1)?.seq ?? since, caughtUp: changes.length <= limit };
}

/** Number of the last change of the feed. */
export async function lastChange(queries: Queries): Promise<number> {
  return (await stateOf(queries)).seq;
}
