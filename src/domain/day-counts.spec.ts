import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type DayCount, movedCounts } from './day-counts.js';

/** What is kept of numbers by day: the days on which the number is another than before. */
function counts(numbers: readonly number[]): DayCount[] {
  return numbers.flatMap((n, day) => (n === (numbers[day - 1] ?? 0) ? [] : [{ fromDay: name(day), n }]));
}

function name(day: number): string {
  return `2012-01-${String(day + 1).padStart(2, '0')}`;
}

function written(before: readonly DayCount[], { add, change, remove }: ReturnType<typeof movedCounts>) {
  const rows = new Map(before.map(({ fromDay, n }) => [fromDay, n]));
  for (const { fromDay } of remove) expect(rows.delete(fromDay)).toBe(true);
  for (const { fromDay, n } of change) {
    expect(rows.get(fromDay)).not.toBe(n);
    expect(rows.has(fromDay)).toBe(true);
    rows.set(fromDay, n);
  }
  for (const { fromDay, n } of add) {
    expect(rows.has(fromDay)).toBe(false);
    rows.set(fromDay, n);
  }
  return [...rows].map(([fromDay, n]) => ({ fromDay, n })).sort((a, b) => (a.fromDay < b.fromDay ? -1 : 1));
}

it('what is written makes of the counts before those after, and touches no more', () => {
  const days = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 20, maxLength: 20 });
  fc.assert(
    fc.property(days, days, (before, after) => {
      const moves = new Map(
        after.flatMap((n, day) => {
          const by = n - before[day]! - ((after[day - 1] ?? 0) - (before[day - 1] ?? 0));
          return by === 0 ? [] : [[name(day), by] as const];
        }),
      );
      expect(written(counts(before), movedCounts(counts(before), moves))).toEqual(counts(after));
    }),
  );
});

it('of the counts before the first move only the last is asked for', () => {
  const days = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 20, maxLength: 20 });
  fc.assert(
    fc.property(days, fc.integer({ min: 0, max: 19 }), (before, day) => {
      const moves = new Map([[name(day), 1]]);
      const all = counts(before);
      const last = all.findLastIndex(({ fromDay }) => fromDay < name(day));
      expect(movedCounts(all.slice(Math.max(last, 0)), moves)).toEqual(movedCounts(all, moves));
    }),
  );
});

it('moves that come to nothing leave everything as it is', () => {
  const kept = [
    { fromDay: '2012-01-01', n: 2 },
    { fromDay: '2012-03-01', n: 0 },
  ];
  expect(movedCounts(kept, new Map([['2012-02-01', 0]]))).toEqual({ add: [], change: [], remove: [] });
});
