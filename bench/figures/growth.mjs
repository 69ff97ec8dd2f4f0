// P12: what becomes of the figures when there are fifteen times as many services.
import { p01, p02 } from './list-from-memory.mjs';
import { p03 } from './list-of-ever-other-filters.mjs';
import { p05, p06 } from './coverage.mjs';
import { p07 } from './search.mjs';

const ROUNDS = 3;
const TIMES_AS_MANY = 1_600_000 / 108_697;
/** Rates fall and times rise: both are told as how many times slower it is. */
const MEASURED = [
  { measure: p01, most: 2, isRate: true },
  { measure: p02, most: 2, isRate: true },
  { measure: p03, most: 3, isRate: true },
  { measure: p05, most: 2, isRate: false },
  { measure: p06, most: TIMES_AS_MANY, isRate: false },
  { measure: p07, most: 3, isRate: false },
];

export async function p12(bench) {
  const small = await measureAt(bench.aloneAt('province', ROUNDS));
  const large = await measureAt(bench.aloneAt('nation', ROUNDS));
  return MEASURED.map(({ most, isRate }, i) => {
    const [before, after] = [small[i], large[i]];
    const slower = isRate ? before.product / after.product : after.product / before.product;
    return {
      id: 'P12',
      work: `${after.id} with 15 times the services, beside the province's`,
      unit: after.unit,
      product: after.product,
      floor: before.product,
      ratio: slower,
      wanted: `<= ${most.toFixed(0)} x slower`,
      reached: slower <= most,
    };
  });
}

async function measureAt(bench) {
  const rows = [];
  // The last row of P5 is that of nothing from memory.
  for (const { measure } of MEASURED) rows.push((await measure(bench)).at(-1));
  return rows;
}
