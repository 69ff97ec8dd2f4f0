// `npm run fuzz -- --requests 20000 --seed 1 --database sqlite|postgres`: generated requests to every operation of the API, good and bad.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './ensure-installed.mjs';

const ENGINES = { sqlite: 'better-sqlite3', postgres: 'postgres' };

const {
  values: { database, ...numbers },
} = parseArgs({
  options: {
    requests: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    database: { type: 'string', default: 'sqlite' },
  },
});
if (!(database in ENGINES)) {
  console.error(`--database: give ${Object.keys(ENGINES).join(' or ')}, not ${database}`);
  process.exit(2);
}
for (const [name, value] of Object.entries(numbers)) {
  if (!/^[1-9]\d{0,8}$/.test(value)) {
    console.error(`--${name}: give a whole number from 1, not ${value}`);
    process.exit(2);
  }
}
const { status } = spawnSync(
  join(root, 'node_modules', '.bin', 'vitest'),
  ['run', '--project', 'catalogue', 'test/hostile/generated-input.spec.ts'],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      FUZZ_REQUESTS: numbers.requests,
      FUZZ_SEED: numbers.seed,
      FUZZ_DATABASE: ENGINES[database],
    },
  },
);
process.exit(status ?? 1);
