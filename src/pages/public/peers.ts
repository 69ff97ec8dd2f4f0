import type { CoverageRow } from '../../reports/coverage.query.js';

const NEAREST_SHOWN = 3;

/** Where an agency stands among those of its level of government, by the share at level 2 or above. */
export interface Peers {
  place: number;
  of: number;
  /** The agency with those next above and below it. */
  rows: (CoverageRow & { place: number })[];
}

/** Undefined where the agency has no services of its own. Equal shares have one place. */
export function placeAmongPeers(peers: readonly CoverageRow[], code: string): Peers | undefined {
  const share = (row: CoverageRow) => row.coverage[2].value ?? 0;
  const sorted = peers.toSorted((a, b) => share(b) - share(a));
  const placed = sorted.map((row) => ({
    ...row,
    place: 1 + sorted.findIndex((other) => share(other) === share(row)),
  }));
  const at = placed.findIndex(({ key }) => key === code);
  if (at < 0) return undefined;
  return {
    place: placed[at]!.place,
    of: placed.length,
    rows: placed.slice(Math.max(0, at - NEAREST_SHOWN), at + NEAREST_SHOWN + 1),
  };
}
