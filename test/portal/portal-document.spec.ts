import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { packageFile } from '../../src/config/package-root.js';
import { onBothDatabases } from '../support/catalogue.js';
import { loadSample } from '../support/sample.js';

const COMMANDS = [...readFileSync(packageFile('docs/portal.md'), 'utf8').matchAll(/```sh\n(.*?)```/gs)].map(
  ([, commands]) => commands!,
);

onBothDatabases('The document for portals', loadSample, (catalogue) => {
  it('shows how to compute the checksum in a shell', async () => {
    const commands = COMMANDS.filter((text) => text.includes('/checksum'));
    expect(commands).toHaveLength(1);
    const { port } = catalogue().app.getHttpServer().address() as AddressInfo;
    const shell = spawn('sh', ['-c', `BASE=http://127.0.0.1:${port}\n${commands[0]}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    shell.stdout.on('data', (text) => (output += String(text)));
    await new Promise((done) => shell.once('close', done));
    const [computed, told] = output.trim().split('\n');
    expect(told).toMatch(/^[0-9a-f]{64}$/);
    expect(computed!.split(' ')[0]).toBe(told);
  });
});
