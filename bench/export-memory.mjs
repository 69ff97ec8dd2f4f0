// How far memory grows while the whole list is exported: node bench/export-memory.mjs
// Prints a line for each format: bytes, seconds, and the growth of the process's own memory in MB (the
// pages of the database file that SQLite maps are the system's, and are given back when others need them).
// Needs a build. Loads the province into a database of its own, which takes a minute, unless DATABASE_URL names one.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { createContext } from '../dist/application.js';
import { readConfig } from '../dist/config/config.js';
import { ServiceExports } from '../dist/exports/service-exports.service.js';
import { Seeding } from '../dist/seeding/seeding.service.js';

const folder = mkdtempSync(join(tmpdir(), 'export-memory-'));
const given = process.env.DATABASE_URL;
const config = readConfig({
  ...process.env,
  DATABASE_URL: given ?? `sqlite:${join(folder, 'catalog.sqlite')}`,
  SEED: 'province',
  LOG_LEVEL: 'error',
});
const app = await createContext(config, given !== undefined);
try {
  if (given === undefined) await app.get(Seeding).fillIfEmpty(config, console.log);
  for (const format of ['jsonl', 'csv', 'ttl', 'jsonld', 'xlsx']) await measure(format);
} finally {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Writes one format to a taker that throws it away, and watches memory meanwhile. */
async function measure(format) {
  global.gc?.();
  const before = ownMemory();
  let peak = before;
  let bytes = 0;
  const taker = new Writable({
    write(chunk, _encoding, done) {
      bytes += chunk.length;
      peak = Math.max(peak, ownMemory());
      setImmediate(done);
    },
  });
  const started = performance.now();
  await app.get(ServiceExports).writeExport({ format, filter: {} }, taker);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${format}: ${bytes} bytes in ${seconds} s, memory +${((peak - before) / 2 ** 20).toFixed(0)} MB`,
  );
}

/** Anonymous resident memory where the system tells it (Linux), else all resident memory. */
function ownMemory() {
  try {
    return Number(/RssAnon:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
  } catch {
    return process.memoryUsage().rss;
  }
}
