// P13: fifty readers while the whole province is imported: how long they wait, and that they see all of it or nothing.
import { mkdtempSync, openAsBlob, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NOT_FROM_MEMORY } from '../support/client.mjs';
import { repeat } from '../support/drive.mjs';
import { provinceCsv } from '../support/province-csv.mjs';
import { tokenOf, WITH_ACCOUNTS } from '../support/sign-in.mjs';
import { Tally } from '../support/tally.mjs';

const READERS = 50;
/** Of each reader, from one request to the next. */
const EVERY_MS = 500;
const ALONE_SECONDS = 20;
const P99_MS = 250;

export async function p13(bench) {
  const { path, rows, changing } = await provinceCsv(await bench.product(), bench.cache);
  const imports = mkdtempSync(join(tmpdir(), 'catalogue-bench-imports-'));
  const server = await bench.productAlone(await bench.copy(), { ...WITH_ACCOUNTS, IMPORT_DIR: imports });
  try {
    const authorization = `Bearer ${await tokenOf(server)}`;
    const send = async (path, init) => {
      const response = await fetch(`${server.url}/api/v1/imports${path}`, { method: 'POST', ...init });
      const text = await response.text();
      if (!response.ok) throw new Error(`Import: ${response.status} ${text.slice(0, 1500)}`);
      return JSON.parse(text);
    };
    const alone = await readWhile(
      server,
      () => new Promise((done) => setTimeout(done, ALONE_SECONDS * 1000)),
    );
    const looked = await readWhile(server, async () => {
      const body = new FormData();
      body.set('file', await openAsBlob(path), 'province.csv');
      return send('', { headers: { authorization }, body });
    });
    const { id, toConfirm, update } = looked.result;
    if (update !== changing) throw new Error(`${update} of ${changing} rows would change something`);
    const written = await readWhile(server, () =>
      send(`/${id}/commit`, {
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ confirm: toConfirm }),
      }),
    );
    return [
      ...rowsOf('nothing imported', alone),
      ...rowsOf(`dry run of ${rows} rows`, looked, P99_MS),
      ...rowsOf(`commit of ${changing} changes`, written, P99_MS),
      ...wholeness([alone, looked, written]),
    ];
  } finally {
    await server.stop();
    rmSync(imports, { recursive: true, force: true });
  }
}

/** Fifty readers until `work` has ended, and one more who notes which state of the catalogue each answer shows. */
async function readWhile(server, work) {
  const tally = new Tally();
  const seen = new Set();
  let isOver = false;
  const started = performance.now();
  const all = { url: server.url, everyMs: EVERY_MS, isEnough: () => isOver, tally };
  const reading = [
    ...Array.from({ length: READERS }, (_, number) =>
      repeat({ ...all, number }, (visitor) => visitor.read()),
    ),
    repeat(all, async (visitor) => {
      const answer = await visitor.ask('/api/v1/services?limit=1', { headers: NOT_FROM_MEMORY });
      if (answer.status === 200) seen.add(JSON.parse(answer.body).seq);
      return { kind: 'state', ...answer };
    }),
  ];
  try {
    const result = await work();
    return { result, tally, seen, seconds: (performance.now() - started) / 1000 };
  } finally {
    isOver = true;
    await Promise.all(reading);
  }
}

function rowsOf(during, { tally, seconds }, most) {
  return tally.times().map(({ kind, count, p50, p99, max }) => ({
    id: 'P13',
    work: `${during}: ${kind}, p99`,
    unit: 'ms',
    product: p99,
    spread: [p50, max],
    ...(most === undefined ? {} : { wanted: `< ${most} ms`, reached: p99 < most }),
    note: `spread: median to most of ${count} in ${seconds.toFixed(0)} s`,
  }));
}

function wholeness(runs) {
  const failed = runs.flatMap(({ tally }) => tally.failures() || []);
  const states = new Set(runs.flatMap(({ seen }) => [...seen]));
  return [
    {
      id: 'P13',
      work: 'states of the catalogue that readers saw',
      unit: '',
      product: states.size,
      wanted: 'before and after: 2 at most',
      reached: states.size <= 2,
    },
    {
      id: 'P13',
      work: 'answers that were no success',
      unit: '',
      product: failed.length,
      wanted: '0',
      reached: failed.length === 0,
      note: failed.join(', '),
    },
  ];
}
