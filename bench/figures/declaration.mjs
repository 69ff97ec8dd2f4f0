// P9: a clerk declares a level; the answer says that it is on the disk.
import { Client } from '../support/client.mjs';
import { openWriter } from '../floors/writer.mjs';
import { atLeast, median } from '../support/measure.mjs';
import { runProgram } from '../support/processes.mjs';
import { tokenOf, WITH_ACCOUNTS } from '../support/sign-in.mjs';

const A_ROUND = 300;
/** Declared before the first round: V8 compiles a write's code for speed until about then (docs/performance.md). */
const WARM = 4000;

export async function p09(bench) {
  const [from, into] = [await bench.copy(), await bench.copy()];
  const ids = await servicesAtLevel2(from, WARM + A_ROUND * bench.rounds);
  const server = await bench.productAlone(from, WITH_ACCOUNTS);
  const client = await Client.to(server.url);
  const headers = { authorization: `Bearer ${await tokenOf(server)}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ level: 1, effectiveFrom: new Date().toISOString().slice(0, 10) });
  const times = [];
  try {
    const declare = async (count) => {
      const started = performance.now();
      for (const id of ids.splice(0, count)) {
        const path = `/api/v1/services/${encodeURIComponent(id)}/declarations`;
        const answer = await client.request(path, { method: 'POST', headers, body });
        if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${answer.body}`);
        times.push(answer.ms);
      }
      return (count * 1000) / (performance.now() - started);
    };
    const first = await declare(A_ROUND);
    await declare(WARM - A_ROUND);
    times.length = 0;
    // The floor repeats what the product wrote last, so the product goes first in every round.
    const pairs = [];
    for (let round = 0; round < bench.rounds; round += 1) {
      const before = await lastEntry(from);
      const product = await declare(A_ROUND);
      const entries = Array.from({ length: A_ROUND }, (_, i) => before + i + 1);
      const { perSecond } = await runProgram('floors/declare.mjs', { from, into, entries });
      pairs.push({ product, floor: perSecond });
    }
    const note = `median ${median(times).toFixed(2)} ms; the first ${A_ROUND} after the start: ${first.toFixed(0)} /s`;
    return [
      { id: 'P9', work: 'a declaration, durable, 1 connection', unit: '/s', ...atLeast(pairs, 0.5), note },
    ];
  } finally {
    client.close();
    await server.stop();
  }
}

/** Declared at level 2 by the demonstration: their facts support level 1 too. */
async function servicesAtLevel2(url, count) {
  const database = await openWriter(url);
  const rows = await database.all(
    `SELECT service_id AS id FROM published_service WHERE level = 2 ORDER BY service_id LIMIT ${count}`,
  );
  await database.close();
  return rows.map((row) => row.id);
}

async function lastEntry(url) {
  const database = await openWriter(url);
  const [{ seq }] = await database.all('SELECT seq FROM ledger_head WHERE id = 1');
  await database.close();
  return seq;
}
