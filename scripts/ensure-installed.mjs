// Shared by the commands of this folder: plain Node, since it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const OLDEST_NODE = [20, 19];

/** Ends the process with a clear line where Node is too old. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  console.error(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}.`);
  process.exit(1);
}

/** Runs a command in the project's folder and ends the process where it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (result.status === 0) return;
  if (result.error) console.error(`${command} could not be run: ${result.error.message}`);
  process.exit(result.status ?? 1);
}

/** Installs what the lock file names, where it is missing or another. */
export function ensureInstalled() {
  // A link leads to the folder of another checkout, which npm ci would empty under whoever works there.
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) return;
  if (isInstalled()) return;
  console.log('Installing what is missing (npm ci) …');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** Whether npm's list of what it installed says the same as the lock file; a checkout makes that newer without changing it. */
function isInstalled() {
  const list = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(list)) return false;
  const [wanted, installed] = [join(root, 'package-lock.json'), list].map(
    (file) => JSON.parse(readFileSync(file, 'utf8')).packages,
  );
  return Object.entries(wanted).every(
    ([path, { integrity, optional }]) =>
      path === '' || (path in installed ? installed[path].integrity === integrity : optional === true),
  );
}

/** Builds into dist/ where a source, or a package that goes into the build, is newer than the last build. */
export function ensureBuilt() {
  const built = join(root, 'dist', 'main.js');
  if (existsSync(built) && newestSource() <= statSync(built).mtimeMs) return;
  console.log('Building …');
  run(process.execPath, [join(root, 'scripts', 'build.mjs')]);
}

function newestSource() {
  const scripts = ['build.mjs', 'packages.mjs', 'loader.mjs', 'keep-compiled.mjs'].map((name) =>
    join('scripts', name),
  );
  const files = ['tsconfig.json', ...scripts, join('node_modules', '.package-lock.json')];
  let newest = Math.max(...files.map((file) => statSync(join(root, file)).mtimeMs));
  for (const entry of readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) newest = Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
  }
  return newest;
}

export function packageVersion() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
}
