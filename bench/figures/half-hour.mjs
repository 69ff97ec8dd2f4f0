// P14: half an hour at seven tenths of what it can do: memory, descriptors and the database's log must not grow.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { openWriter } from '../floors/writer.mjs';
import { repeat } from '../support/drive.mjs';
import { tokenOf, WITH_ACCOUNTS } from '../support/sign-in.mjs';
import { Tally } from '../support/tally.mjs';

const READERS = 12;
const OF_TOP = 0.7;
const TOP_SECONDS = 30;
const SAMPLE_MS = 5000;
const SIGN_IN_MS = 2000;
/** Of the whole time, before which memory from which answers come and the engine's heap find their size. */
const WARM = 1 / 3;
const MB = 2 ** 20;
const SLOPE_MB = 1;
const LOG_MB = 64;

export async function p14(bench) {
  const url = await bench.copy();
  const services = await servicesAtLevel2(url);
  const server = await bench.productAlone(url, WITH_ACCOUNTS);
  try {
    const traffic = { url: server.url, token: await tokenOf(server), services, declared: 0 };
    const top = await drive(traffic, TOP_SECONDS * 1000);
    const samples = [];
    const started = performance.now();
    const watch = setInterval(() => samples.push(sampleOf(server.pid, url, started)), SAMPLE_MS);
    const run = await drive(traffic, bench.minutes * 60_000, top.perSecond * OF_TOP);
    clearInterval(watch);
    return rowsOf(bench.minutes, top, run, samples);
  } finally {
    await server.stop();
  }
}

/** @param perSecond requests of readers and the declaring clerk together; without it as many as are answered */
async function drive(traffic, forMs, perSecond) {
  const tally = new Tally();
  const started = performance.now();
  const everyMs = perSecond === undefined ? 0 : ((READERS + 1) * 1000) / perSecond;
  const all = { url: traffic.url, isEnough: () => performance.now() - started > forMs, tally };
  await Promise.all([
    ...Array.from({ length: READERS }, (_, number) =>
      repeat({ ...all, number, everyMs }, (visitor) => visitor.read()),
    ),
    repeat({ ...all, everyMs }, (visitor) => {
      traffic.declared += 1;
      return visitor.declare(traffic.token, traffic.services, traffic.declared);
    }),
    repeat({ ...all, everyMs: SIGN_IN_MS }, (visitor) => visitor.signInAndOut()),
  ]);
  return { tally, perSecond: (tally.total * 1000) / (performance.now() - started) };
}

function sampleOf(pid, url, started) {
  const memory = Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
  const log = url.startsWith('sqlite:') ? `${url.slice('sqlite:'.length)}-wal` : undefined;
  const sample = {
    minute: (performance.now() - started) / 60_000,
    memory,
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    log: log && (statSync(log, { throwIfNoEntry: false })?.size ?? 0) / MB,
  };
  if (process.env.DEBUG) console.error(JSON.stringify(sample));
  return sample;
}

function rowsOf(minutes, top, run, samples) {
  const late = samples.filter(({ minute }) => minute >= minutes * WARM);
  const slope = (name) => slopeOf(late.map((sample) => [sample.minute, sample[name]]));
  const of = (name, all) => all.map((sample) => sample[name]);
  const memory = slope('memory');
  const span = (name, all = late) => [Math.min(...of(name, all)), Math.max(...of(name, all))];
  const logs = of('log', samples).filter((log) => log !== undefined);
  const work = `${minutes} minutes at ${run.perSecond.toFixed(0)} of ${top.perSecond.toFixed(0)} requests/s`;
  const kinds = run.tally
    .times()
    .map(({ kind, count, p50, p99 }) => `${count} × ${kind} ${p50.toFixed(1)} ms, p99 ${p99.toFixed(0)} ms`);
  const failures = run.tally.failures();
  return [
    {
      id: 'P14',
      work: `${work}: memory`,
      unit: 'MB/min',
      product: memory,
      spread: span('memory'),
      wanted: `< ${SLOPE_MB} MB/min after a third of it`,
      reached: memory < SLOPE_MB,
      note: `spread: least to most MB meanwhile; ${kinds.join('; ')}`,
    },
    {
      id: 'P14',
      work: 'open descriptors',
      unit: '/min',
      product: slope('descriptors'),
      spread: span('descriptors'),
      wanted: 'no more at the end',
      reached: span('descriptors', late.slice(-10))[0] <= span('descriptors', late.slice(0, 10))[1],
    },
    ...(logs.length > 0 ? [rowOfLog(Math.max(...logs))] : []),
    {
      id: 'P14',
      work: 'answers that were no success',
      unit: '',
      product: [...run.tally.failed.values()].reduce((sum, count) => sum + count, 0),
      wanted: '0',
      reached: failures === '',
      note: failures,
    },
  ];
}

function rowOfLog(most) {
  return {
    id: 'P14',
    work: "SQLite's log, at most",
    unit: 'MB',
    product: most,
    wanted: `< ${LOG_MB} MB`,
    reached: most < LOG_MB,
  };
}

/** Of the line that lies nearest to the points. */
function slopeOf(points) {
  const mean = (at) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const over = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return over / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}

/** Declared at level 2 by the demonstration: their facts support level 1 too. */
async function servicesAtLevel2(url) {
  const database = await openWriter(url);
  const rows = await database.all(
    'SELECT service_id AS id FROM published_service WHERE level = 2 ORDER BY service_id LIMIT 5000',
  );
  await database.close();
  return rows.map((row) => row.id);
}
