// `npm run faults -- [rounds] [seed] [connections]`: what `npm test` does to the built program in a few rounds, in many.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { checkNode, ensureInstalled, root } from './ensure-installed.mjs';

checkNode();
ensureInstalled();

const [rounds = '200', seed = '1', connections = '1000'] = process.argv.slice(2);
for (const value of [rounds, seed, connections]) {
  if (/^[1-9]\d{0,5}$/.test(value)) continue;
  console.error('Give whole numbers: npm run faults -- [rounds] [seed] [connections]');
  process.exit(1);
}
console.log(`${rounds} rounds, seed ${seed}, ${connections} idle connections`);
const { status } = spawnSync(
  join(root, 'node_modules', '.bin', 'vitest'),
  ['run', '--project', 'catalogue', '--testTimeout', '36000000', '--no-file-parallelism', 'test/faults'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, FAULT_ROUNDS: rounds, FAULT_SEED: seed, FAULT_CONNECTIONS: connections },
  },
);
process.exit(status ?? 1);
