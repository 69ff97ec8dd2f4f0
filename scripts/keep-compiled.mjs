// `node scripts/keep-compiled.mjs <folder>`: opens the program that was built there, and keeps what the engine compiled on the way.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const folder = process.argv[2];
const data = mkdtempSync(join(tmpdir(), 'catalogue-build-'));
process.once('exit', () => rmSync(data, { recursive: true, force: true }));
Object.assign(process.env, {
  DATABASE_URL: `sqlite:${join(data, 'empty.sqlite')}`,
  HOST: '127.0.0.1',
  PORT: '0',
  SEED: 'none',
  LOG_LEVEL: 'silent',
});
const { open, scripts } = await import(pathToFileURL(join(folder, 'loader.mjs')).href);
open('main.cjs');
const address = await listening();
// The first question of whoever waits for the start.
const { status } = await fetch(new URL('/readyz', address));
if (status !== 200) throw new Error(`The built program is not ready: ${status}`);
// V8 takes code only where its options are those of the code's keeping: here those of a start, before `src/optimise-sooner.ts` and
// `src/give-back-memory.ts`.
setFlagsFromString('--interrupt-budget=67584');
setFlagsFromString('--no-expose-gc');
for (const [name, script] of scripts)
  writeFileSync(join(folder, `${name}.compiled`), script.createCachedData());
process.exit(0);

/** The program says its address when it listens. */
function listening() {
  return new Promise((resolve) => {
    console.log = (text) => {
      const [address] = /http:\/\/\S+/.exec(text) ?? [];
      if (address !== undefined) resolve(address);
    };
  });
}
