// P8: the whole province as one CSV file that changes nearly every service: looked at, then written.
import { mkdtempSync, openAsBlob, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provinceCsv } from '../support/province-csv.mjs';
import { runProgram } from '../support/processes.mjs';
import { tokenOf, WITH_ACCOUNTS } from '../support/sign-in.mjs';

const ROWS_A_SECOND = 20_000;
const OF_FLOOR = 0.3;
const MEMORY_MB = 512;
const DRY_RUNS = 3;

export async function p08(bench) {
  const { path, rows, changing } = await provinceCsv(await bench.product(), bench.cache);
  const [from, into] = [await bench.copy(), await bench.copy()];
  const imports = mkdtempSync(join(tmpdir(), 'catalogue-bench-imports-'));
  const server = await bench.productAlone(from, { ...WITH_ACCOUNTS, IMPORT_DIR: imports });
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, server.memory().own)), 50);
  const rates = [];
  let commitSeconds;
  try {
    const authorization = `Bearer ${await tokenOf(server)}`;
    let run;
    for (let round = 0; round < DRY_RUNS; round += 1) {
      const body = new FormData();
      body.set('file', await openAsBlob(path), 'province.csv');
      const started = performance.now();
      run = await answered(
        await fetch(`${server.url}/api/v1/imports`, { method: 'POST', headers: { authorization }, body }),
      );
      rates.push((rows * 1000) / (performance.now() - started));
    }
    if (run.update !== changing)
      throw new Error(
        `${run.update} of ${changing} rows would change something: ${JSON.stringify(run.errors).slice(0, 500)}`,
      );
    const started = performance.now();
    await answered(
      await fetch(`${server.url}/api/v1/imports/${run.id}/commit`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ confirm: run.toConfirm }),
      }),
    );
    commitSeconds = (performance.now() - started) / 1000;
  } finally {
    clearInterval(watch);
    await server.stop();
    rmSync(imports, { recursive: true, force: true });
  }
  const floor = await runProgram('floors/insert.mjs', { from, into }, ['--max-old-space-size=8192']);
  const best = Math.max(...rates);
  const ratio = floor.seconds / commitSeconds;
  return [
    {
      id: 'P8',
      work: `import of ${rows} rows of CSV, dry run`,
      unit: 'rows/s',
      product: best,
      spread: [Math.min(...rates), best],
      wanted: `>= ${ROWS_A_SECOND} rows/s`,
      reached: best >= ROWS_A_SECOND,
      note: `best of ${DRY_RUNS}`,
    },
    {
      id: 'P8',
      work: `its commit, with ledger (${changing} changes)`,
      unit: 'rows/s',
      product: changing / commitSeconds,
      floor: changing / floor.seconds,
      ratio,
      wanted: `>= ${OF_FLOOR.toFixed(2)} x floor`,
      reached: ratio >= OF_FLOOR,
      note: `${commitSeconds.toFixed(1)} s; the floor inserts its ${floor.rows} rows of all tables in ${floor.seconds.toFixed(1)} s`,
    },
    {
      id: 'P8',
      work: 'memory of the process meanwhile',
      unit: 'MB',
      product: peak / 2 ** 20,
      wanted: `< ${MEMORY_MB} MB`,
      reached: peak / 2 ** 20 < MEMORY_MB,
    },
  ];
}

async function answered(response) {
  const text = await response.text();
  if (!response.ok) throw new Error(`Import: ${response.status} ${text.slice(0, 1500)}`);
  return JSON.parse(text);
}
