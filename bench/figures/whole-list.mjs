// P4: the whole list as JSON Lines over one connection, and what it takes while it is sent. The other formats beside it.
import { request } from 'node:http';
import { alternate, atLeast, median } from '../support/measure.mjs';
import { runProgram } from '../support/processes.mjs';

const GROWTH_MB = 64;
const FIRST_BYTE_MS = 50;
/** Told beside it, but at the nation's size: each is a download of minutes there. */
const OTHERS = ['csv', 'ttl', 'jsonld', 'xlsx'];

export async function p04(bench) {
  const url = await bench.databaseUrl();
  const product = await bench.product();
  const taken = [];
  const rate = async () => {
    const one = await download(product, 'jsonl');
    taken.push(one);
    return (one.lines * 1000) / one.ms;
  };
  const floor = async () => (await runProgram('floors/iterate.mjs', { url })).perSecond;
  const pairs = await alternate(bench.rounds, rate, floor);
  const firstByte = median(taken.map((one) => one.firstByteMs));
  const growth = Math.max(...taken.map((one) => one.growthMb));
  const rows = [
    { id: 'P4', work: 'services.jsonl, all of it, lines', unit: '/s', ...atLeast(pairs, 0.6) },
    ofLimit('P4', 'first byte', firstByte, 'ms', FIRST_BYTE_MS),
    ofLimit('P4', 'growth of memory', growth, 'MB', GROWTH_MB),
  ];
  for (const format of bench.size === 'nation' ? [] : OTHERS) {
    const { ms, bytes, growthMb } = await download(product, format);
    const row = ofLimit('', `services.${format}, growth of memory`, growthMb, 'MB', GROWTH_MB);
    rows.push({ ...row, note: `${(ms / 1000).toFixed(1)} s, ${(bytes / 1e6).toFixed(0)} MB sent` });
  }
  return rows;
}

function ofLimit(id, work, product, unit, limit) {
  return { id, work, product, unit, wanted: `< ${limit} ${unit}`, reached: product < limit };
}

/** Takes it as fast as it comes, throws it away, and watches the server's own memory meanwhile. */
function download(server, format) {
  const before = server.memory().own;
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, server.memory().own)), 20);
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(`${server.url}/api/v1/services.${format}`, (response) => {
      let bytes = 0;
      let lines = 0;
      let firstByteMs;
      response.on('data', (chunk) => {
        firstByteMs ??= performance.now() - started;
        bytes += chunk.length;
        for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
      });
      response.on('error', reject);
      response.on('end', () => {
        const ms = performance.now() - started;
        resolve({ ms, bytes, lines, firstByteMs, growthMb: (peak - before) / 2 ** 20 });
      });
    });
    sent.on('error', reject);
    sent.end();
  }).finally(() => clearInterval(watch));
}
