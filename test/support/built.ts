import { spawnSync } from 'node:child_process';
import { packageFile } from '../../src/config/package-root.js';

let isBuilt = false;

/** Builds what `npm start` would build, once for each worker, and answers the path of the program. */
export function builtProgram(): string {
  if (isBuilt) return packageFile('dist/main.js');
  const script = "import('./scripts/ensure-installed.mjs').then((scripts) => scripts.ensureBuilt())";
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: packageFile('.'),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The program could not be built: ${stderr}`);
  isBuilt = true;
  return packageFile('dist/main.js');
}
