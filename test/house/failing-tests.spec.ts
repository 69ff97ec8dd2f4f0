import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packageFile } from '../../src/config/package-root.js';

// `npm run faults` and `npm run fuzz` say by it whether all is as it should be.
describe('The status of a run of tests', () => {
  const folder = mkdtempSync(join(tmpdir(), 'catalogue-failing-'));
  symlinkSync(packageFile('node_modules'), join(folder, 'node_modules'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['0 where all passed', 1, 0],
    ['1 where one failed, though PostgreSQL had to be stopped', 2, 1],
  ])('is %s', (_what, found, status) => {
    const test = `import { expect, it } from 'vitest';\nit('is one', () => expect(${found}).toBe(1));\n`;
    writeFileSync(join(folder, 'one.spec.mjs'), test);
    const config = {
      test: { include: ['one.spec.mjs'], globalSetup: [packageFile('test', 'support', 'global-setup.ts')] },
    };
    writeFileSync(join(folder, 'vitest.config.mjs'), `export default ${JSON.stringify(config)};\n`);
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')),
    );
    const run = spawnSync(packageFile('node_modules', '.bin', 'vitest'), ['run'], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    expect(run.status, run.stdout + run.stderr).toBe(status);
    expect(run.stdout).toContain(status === 0 ? '1 passed' : '1 failed');
  });
});
