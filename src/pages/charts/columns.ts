/** What stands in one column: how many at no level and at levels 1 to 3. */
export interface Column {
  label: string;
  counts: readonly [none: number, one: number, two: number, three: number];
}

export interface ColumnChart {
  width: number;
  height: number;
  columns: {
    x: number;
    width: number;
    middle: number;
    label: string;
    isLabelled: boolean;
    pieces: { level: number; y: number; height: number; count: number }[];
  }[];
  ticks: { y: number; value: number }[];
}

const WIDTH = 960;
const HEIGHT = 320;
const LEFT = 70;
const TOP = 12;
const BOTTOM = 34;
const LABELS_AT_MOST = 8;

/** Places of columns of absolute numbers; the lowest level stands on top, so that what is reached grows from below. */
export function columnChart(columns: readonly Column[]): ColumnChart {
  const { top, ticks } = scaleOf(Math.max(0, ...columns.map(({ counts }) => sum(counts))));
  const space = HEIGHT - TOP - BOTTOM;
  const step = (WIDTH - LEFT) / Math.max(1, columns.length);
  const each = Math.ceil(columns.length / LABELS_AT_MOST);
  const y = (value: number) => rounded(TOP + space * (1 - value / top));
  return {
    width: WIDTH,
    height: HEIGHT,
    columns: columns.map(({ label, counts }, i) => {
      let below = 0;
      const pieces = [3, 2, 1, 0].map((level) => {
        const count = counts[level]!;
        const base = below;
        below += count;
        return { level, y: y(below), height: rounded(y(base) - y(below)), count };
      });
      return {
        x: rounded(LEFT + step * (i + 0.1)),
        width: rounded(step * 0.8),
        middle: rounded(LEFT + step * (i + 0.5)),
        label,
        isLabelled: i % each === 0,
        pieces,
      };
    }),
    ticks: ticks.map((value) => ({ y: y(value), value })),
  };
}

/** A round number at or above the highest value, and the round numbers up to it. */
export function scaleOf(highest: number): { top: number; ticks: number[] } {
  const rough = Math.max(1, highest) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(
    1,
    [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= rough)!,
  );
  const whole = Math.ceil(step);
  const count = Math.max(1, Math.ceil(highest / whole));
  return { top: whole * count, ticks: Array.from({ length: count + 1 }, (_, i) => i * whole) };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
