// `npm test`: everything that decides whether the project is sound. Its last line is `N passed, N failed, N skipped`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkNode, ensureInstalled, root } from './ensure-installed.mjs';

checkNode();
ensureInstalled();

const bin = (name) => join(root, 'node_modules', '.bin', name);
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
for (const [title, command, args] of checks) {
  const started = performance.now();
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? '✓' : '✗'} ${title} (${seconds} s)`);
  if (status === 0) passed += 1;
  else failed += 1;
}

const vitest = spawnSync(
  bin('vitest'),
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
let skipped = 0;
try {
  const result = JSON.parse(readFileSync(report, 'utf8'));
  passed += result.numPassedTests;
  failed += result.numFailedTests + failedWithoutTests(result);
  skipped += result.numPendingTests + result.numTodoTests;
} catch {
  console.error('The tests ended without a report.');
  failed += 1;
}
if (vitest.status !== 0 && failed === 0) failed = 1;
rmSync(folder, { recursive: true, force: true });

console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed === 0 ? 0 : 1);

/** Files that failed before any of their tests ran. */
function failedWithoutTests(result) {
  return result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
    .length;
}
