// `npm run faults -- [rounds] [seed] [connections]`: what `npm test` does to the built program in a few rounds, in many.
import { spawn } from 'node:child_process';
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
const began = performance.now();
const minutes = () => ((performance.now() - began) / 60_000).toFixed(1);
const tests = spawn(
  join(root, 'node_modules', '.bin', 'vitest'),
  [
    'run',
    '--project',
    'catalogue',
    '--testTimeout',
    '36000000',
    '--no-file-parallelism',
    '--reporter=verbose',
    '--disable-console-intercept=true',
    'test/faults/',
  ],
  {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, FAULT_ROUNDS: rounds, FAULT_SEED: seed, FAULT_CONNECTIONS: connections },
  },
);

/** What the tests say of their numbers begins so. */
const SUMMARY = 'Σ ';
const said = [];
let rest = '';
tests.stdout.setEncoding('utf8').on('data', (chunk) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  for (const line of lines) {
    const at = line.indexOf(SUMMARY);
    if (at >= 0) said.push(line.slice(at + SUMMARY.length));
    console.log(at >= 0 ? line.slice(at + SUMMARY.length) : line);
  }
});
tests.on('close', (code) => {
  console.log(`${rest}\nIn ${minutes()} minutes:`);
  for (const line of said) console.log(`  ${line}`);
  console.log(code === 0 ? '  everything as it should be' : '  NOT everything as it should be: see above');
  process.exit(code ?? 1);
});
