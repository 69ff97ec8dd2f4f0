import { type KeyView, keyViews } from '../../../accounts/key-view.query.js';
import type { Queries } from '../../../database/reader.js';

const KEYS_AT_MOST = 1000;

/** A key, and how far behind the feed its reader is. */
export interface KeyOnDesk extends KeyView {
  /** Null where it never read the feed. */
  behind: { changes: number; oldestAt: string | null } | null;
}

/** Keys, the newest first; call it inside a snapshot. */
export async function keysOnDesk(queries: Queries): Promise<KeyOnDesk[]> {
  const keys = await keyViews(queries, 0, KEYS_AT_MOST);
  const found: KeyOnDesk[] = [];
  for (const key of keys) {
    const behind =
      key.feed === null
        ? undefined
        : await queries.get<{ changes: number; oldestAt: string | null }>(
            'SELECT COUNT(*) AS changes, MIN(at) AS "oldestAt" FROM change WHERE seq > :place',
            { place: key.feed.place },
          );
    found.unshift({ ...key, behind: behind ?? null });
  }
  return found;
}
