import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BuiltCatalogue } from '../support/built-catalogue.js';

const CLIENTS = 20;

describe('Whoever has connected to a catalogue that is stopped', () => {
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'catalogue-stop-'))));
  afterAll(() => {
    BuiltCatalogue.killAll();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is answered, also where it was too busy to take them in', async () => {
    const catalogue = await BuiltCatalogue.start({ DATABASE_URL: `sqlite:${join(folder, 'a.sqlite')}` });
    const { hostname, port } = new URL(catalogue.address);
    catalogue.child.kill('SIGSTOP');
    const answers = await Promise.all(
      Array.from({ length: CLIENTS }, async () => {
        const socket = connect(Number(port), hostname);
        await once(socket, 'connect');
        socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
        return { text: text(socket).catch((error: Error) => error.message) };
      }),
    );
    catalogue.child.kill('SIGTERM');
    catalogue.child.kill('SIGCONT');
    for (const answer of answers) expect(await answer.text).toMatch(/^HTTP\/1.1 200/);
    expect(await catalogue.ended).toBe(0);
  });
});
