// P15: a page among the last of the list beside its first page; nothing of it is in memory.
import { Client, NOT_FROM_MEMORY } from '../support/client.mjs';
import { median, quantile } from '../support/measure.mjs';

const ASKED = 200;
const MOST = 2;
const SORTS = ['code', 'name', 'level', 'updatedAt'];
const LIMIT = 50;
const STRIDE = 500;

export async function p15(bench) {
  const product = await bench.product();
  const client = await Client.to(product.url);
  try {
    const rows = [];
    for (const sort of SORTS) {
      const first = `/api/v1/services?limit=${LIMIT}&sort=${sort}`;
      const { rows: behind, cursor } = await lastStride(client, sort);
      const last = first + cursor;
      const times = { first: [], last: [] };
      // In turns, so that what else the machine does meets both.
      for (let i = 0; i < ASKED; i += 1) {
        times.first.push((await ask(client, first)).ms);
        times.last.push((await ask(client, last)).ms);
      }
      const [before, after] = [quantile(times.first, 0.99), quantile(times.last, 0.99)];
      rows.push({
        id: 'P15',
        work: `page of ${LIMIT} after ${behind} rows by ${sort}, beside the first, p99`,
        unit: 'ms',
        product: after,
        floor: before,
        ratio: after / before,
        wanted: `<= ${MOST} x the first`,
        reached: after <= MOST * before,
        note: `medians ${median(times.last).toFixed(2)} and ${median(times.first).toFixed(2)} ms`,
      });
    }
    return rows;
  } finally {
    client.close();
  }
}

/** Walks to the end. @returns the cursor of the last page of a walk, and how many rows lie before it */
async function lastStride(client, sort) {
  let cursor = '';
  for (let rows = 0; ; rows += STRIDE) {
    const { body } = await ask(client, `/api/v1/services?limit=${STRIDE}&sort=${sort}${cursor}`);
    const { next } = JSON.parse(body);
    if (next === null) return { rows, cursor };
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
}

async function ask(client, path) {
  const answer = await client.request(path, { headers: NOT_FROM_MEMORY });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body}`);
  return answer;
}
