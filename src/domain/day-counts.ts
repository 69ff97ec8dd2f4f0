/** A number that holds from a day on, until the day of the next. */
export interface DayCount {
  fromDay: string;
  n: number;
}

/** What has to be written where numbers of days move; only days on which the number is another than before are kept. */
export interface MovedCounts {
  add: DayCount[];
  change: DayCount[];
  remove: DayCount[];
}

/**
 * Adds to the numbers of all days from some on.
 * @param counts in the order of their days: the last before the first move, where there is one, and all after it
 * @param moves by how much the number of each day from this one on is more, or less
 */
export function movedCounts(counts: readonly DayCount[], moves: ReadonlyMap<string, number>): MovedCounts {
  const moved: MovedCounts = { add: [], change: [], remove: [] };
  const kept = new Map(counts.map(({ fromDay, n }) => [fromDay, n]));
  const days = [...new Set([...kept.keys(), ...moves.keys()])].sort();
  let was = 0;
  let is = 0;
  let more = 0;
  let isMoving = false;
  for (const fromDay of days) {
    was = kept.get(fromDay) ?? was;
    more += moves.get(fromDay) ?? 0;
    isMoving ||= moves.has(fromDay);
    const isAnother = was + more !== is;
    is = was + more;
    if (!isMoving) continue;
    if (!kept.has(fromDay)) {
      if (isAnother) moved.add.push({ fromDay, n: is });
    } else if (!isAnother) moved.remove.push({ fromDay, n: is });
    else if (more !== 0) moved.change.push({ fromDay, n: is });
  }
  return moved;
}
