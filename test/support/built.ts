import { spawnSync } from 'node:child_process';
import { packageFile } from '../../src/config/package-root.js';

/** Builds what `npm start` would build, and answers the path of the program. */
export function builtProgram(): string {
  const script = "import('./scripts/ensure-installed.mjs').then((scripts) => scripts.ensureBuilt())";
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: packageFile('.'),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The program could not be built: ${stderr}`);
  return packageFile('dist/main.js');
}
