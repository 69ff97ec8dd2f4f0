import { decodeCursor, encodeCursor } from '../http/cursor.js';

const FEED = 'changes';

/** Where to read on after the change of this number, as `since` of `/changes`. */
export function feedCursor(place: number): string {
  return encodeCursor(FEED, [place]);
}

/** @throws Problem 400 `bad_cursor`; undefined where the cursor holds no number */
export function placeOfFeedCursor(since: string): number | undefined {
  const [place] = decodeCursor(FEED, since, '/since');
  return typeof place === 'number' ? place : undefined;
}
