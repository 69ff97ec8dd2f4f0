import { rounded, scaleOf } from './columns.js';

export interface BurnUpChart {
  width: number;
  height: number;
  /** Points of the counted line, as `x,y x,y`. */
  counted: string;
  dots: { x: number; y: number; label: string; count: number }[];
  targetY: number;
  target: number;
  left: number;
  labels: { x: number; text: string }[];
  ticks: { y: number; value: number }[];
}

const WIDTH = 960;
const HEIGHT = 300;
const LEFT = 56;
const RIGHT = 30;
const TOP = 16;
const BOTTOM = 34;

/** Places of a burn-up: what was reached at the end of each month against the target; months to come have no point. */
export function burnUpChart(
  months: readonly { month: string; count: number | null; target: number }[],
): BurnUpChart {
  const target = months[0]?.target ?? 0;
  const { top, ticks } = scaleOf(Math.max(target, ...months.map(({ count }) => count ?? 0)));
  const step = (WIDTH - LEFT - RIGHT) / Math.max(1, months.length - 1);
  const y = (value: number) => rounded(TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top));
  const x = (i: number) => rounded(LEFT + step * i);
  const dots = months.flatMap(({ month, count }, i) =>
    count === null ? [] : [{ x: x(i), y: y(count), label: month, count }],
  );
  return {
    width: WIDTH,
    height: HEIGHT,
    counted: dots.map((dot) => `${dot.x},${dot.y}`).join(' '),
    dots,
    targetY: y(target),
    target,
    left: LEFT,
    labels: months.map(({ month }, i) => ({ x: x(i), text: month.slice(5) })),
    ticks: ticks.map((value) => ({ y: y(value), value })),
  };
}
