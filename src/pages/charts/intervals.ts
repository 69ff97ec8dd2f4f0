import { rounded } from './columns.js';

/** A share of 0 to 1 with its interval. */
export interface Interval {
  label: string;
  value: number;
  low: number;
  high: number;
}

export interface IntervalChart {
  width: number;
  height: number;
  rows: { label: string; labelY: number; y: number; low: number; width: number; value: number }[];
  ticks: { x: number; share: number; anchor: 'start' | 'middle' | 'end' }[];
  axisY: number;
}

const WIDTH = 440;
const SIDE = 8;
const ROW = 62;
const BOTTOM = 28;

/** Places of shares with their intervals on one scale from nothing to all. */
export function intervalChart(intervals: readonly Interval[]): IntervalChart {
  const x = (share: number) => rounded(SIDE + (WIDTH - 2 * SIDE) * share);
  const axisY = intervals.length * ROW;
  return {
    width: WIDTH,
    height: axisY + BOTTOM,
    rows: intervals.map(({ label, value, low, high }, i) => ({
      label,
      labelY: i * ROW + 20,
      y: i * ROW + 40,
      low: x(low),
      // An interval of no width still shows where it stands.
      width: Math.max(2, rounded(x(high) - x(low))),
      value: x(value),
    })),
    ticks: [0, 0.25, 0.5, 0.75, 1].map((share) => ({
      x: x(share),
      share,
      anchor: share === 0 ? 'start' : share === 1 ? 'end' : 'middle',
    })),
    axisY,
  };
}
