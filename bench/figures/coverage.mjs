// P5 and P6: the report that every meeting asks for, today's and that of a past day.
import { Client, NOT_FROM_MEMORY } from '../support/client.mjs';
import { median, quantile } from '../support/measure.mjs';

const PATH = '/api/v1/reports/coverage?by=agency';
const P5_ASKED = 100;
/** Asked before, with nothing from memory: a server that has just started is compiling (docs/performance.md). */
const P5_WARM = 400;
const P6_DAYS = 30;
const P5_MS = 5;
const P6_MS = 150;

export async function p05(bench) {
  const paths = Array(P5_ASKED).fill(PATH);
  const work = 'GET /reports/coverage?by=agency';
  await ask(bench, Array(P5_WARM).fill(PATH), NOT_FROM_MEMORY);
  return [
    medianBelow(P5_MS, `${work}, again and again`, await ask(bench, paths)),
    medianBelow(P5_MS, `${work}, nothing from memory`, await ask(bench, paths, NOT_FROM_MEMORY)),
  ];
}

function medianBelow(wantedMs, work, { times, cpuMs }) {
  const middle = median(times);
  return {
    id: 'P5',
    work: `${work}, median`,
    unit: 'ms',
    product: middle,
    spread: [Math.min(...times), quantile(times, 0.95)],
    wanted: `< ${wantedMs} ms`,
    reached: middle < wantedMs,
    note: `spread: least to p95; processor time of a request ${cpuMs.toFixed(1)} ms`,
  };
}

export async function p06(bench) {
  const start = Date.UTC(2012, 0, 15);
  // Days all over the years, each asked for the first time.
  const days = Array.from({ length: P6_DAYS }, (_, i) =>
    new Date(start + ((i * 37) % 160) * 32 * 86_400_000).toISOString().slice(0, 10),
  );
  const { times, cpuMs } = await ask(
    bench,
    days.map((day) => `${PATH}&asOf=${day}`),
    NOT_FROM_MEMORY,
  );
  const middle = median(times);
  return [
    {
      id: 'P6',
      work: 'the same for a past day, first time, median',
      unit: 'ms',
      product: middle,
      spread: [Math.min(...times), quantile(times, 0.95)],
      wanted: `< ${P6_MS} ms`,
      reached: quantile(times, 0.95) < P6_MS,
      note: `spread: least to p95, which decides; processor time of a request ${cpuMs.toFixed(1)} ms`,
    },
  ];
}

async function ask(bench, paths, headers = {}) {
  const product = await bench.product();
  const client = await Client.to(product.url);
  const times = [];
  const before = product.cpuMs();
  try {
    for (const path of paths) {
      const { status, ms } = await client.request(path, { headers });
      if (status !== 200) throw new Error(`${path}: ${status}`);
      times.push(ms);
    }
  } finally {
    client.close();
  }
  return { times, cpuMs: (product.cpuMs() - before) / paths.length };
}
