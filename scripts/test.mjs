// `npm test`: everything that decides whether the project is sound. Its last line is `N passed, N failed, N skipped`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkNode, ensureInstalled, root } from './ensure-installed.mjs';

checkNode();
ensureInstalled();

const bin = (name) => join(root, 'node_modules', '.bin', name);
const BUILD = "import('./scripts/ensure-installed.mjs').then((scripts) => scripts.ensureBuilt())";
const folder = mkdtempSync(join(tmpdir(), 'catalogue-test-'));
const report = join(folder, 'report.json');

/** Each counts as one test; all of them run, whatever the others say. */
const checks = [
  ['types', bin('tsc'), ['-p', 'tsconfig.json']],
  ['lint', bin('oxlint'), ['--deny-warnings', 'src', 'test', 'scripts', 'examples', 'bench']],
  ['format', bin('prettier'), ['--check', '--log-level=warn', 'src', 'test', 'scripts', 'examples', 'bench']],
  ['architecture', process.execPath, [join(root, 'scripts', 'check-architecture.mjs')]],
];

let passed = 0;
let failed = 0;
const checking = check();
// Several workers would build at the same time. Where it fails, the types say why.
await ended(spawn(process.execPath, ['--input-type=module', '-e', BUILD], { cwd: root, stdio: 'ignore' }));
const vitest = await ended(
  spawn(
    bin('vitest'),
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)],
    { cwd: root, stdio: 'inherit' },
  ),
);
// They ran beside the tests, and speak when those have spoken.
for (const { title, status, seconds, output } of await checking) {
  process.stdout.write(output);
  console.log(`${status === 0 ? '✓' : '✗'} ${title} (${seconds} s)`);
  if (status === 0) passed += 1;
  else failed += 1;
}
let skipped = 0;
try {
  const result = JSON.parse(readFileSync(report, 'utf8'));
  passed += result.numPassedTests;
  failed += result.numFailedTests + failedWithoutTests(result);
  skipped += result.numPendingTests + result.numTodoTests;
  tellSkipped(result);
} catch {
  console.error('The tests ended without a report.');
  failed += 1;
}
if (vitest !== 0 && failed === 0) failed = 1;
rmSync(folder, { recursive: true, force: true });

console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed === 0 ? 0 : 1);

/** Files that failed before any of their tests ran. */
function failedWithoutTests(result) {
  return result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
    .length;
}

/** What was not tried stands in its title, with the reason: nobody should take it for tried. */
function tellSkipped(result) {
  for (const { assertionResults } of result.testResults)
    for (const { status, fullName } of assertionResults)
      if (status !== 'passed' && status !== 'failed') console.log(`- not tried: ${fullName}`);
}

/** One after the other. */
async function check() {
  const found = [];
  for (const [title, command, args] of checks) {
    const started = performance.now();
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
    const status = await ended(child);
    found.push({ title, status, output, seconds: ((performance.now() - started) / 1000).toFixed(1) });
  }
  return found;
}

/** @returns the status; null where it could not be started */
async function ended(child) {
  const [status] = await once(child, 'close').catch(() => [null]);
  return status;
}
