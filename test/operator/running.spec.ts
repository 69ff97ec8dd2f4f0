import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, connect, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtProgram } from '../support/built.js';
import { until } from '../support/patience.js';

describe('Whoever runs the catalogue', () => {
  let folder: string;
  let main: string;
  const children: ChildProcess[] = [];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'catalogue-run-'));
    main = builtProgram();
  });
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  function run(env: Record<string, string>) {
    const child = spawn(process.execPath, [main], {
      env: {
        PATH: process.env['PATH'],
        SEED: 'none',
        DATABASE_URL: `sqlite:${join(folder, 'a.sqlite')}`,
        ...env,
      },
    });
    children.push(child);
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    const said = async (pattern: RegExp) => {
      await until(
        () => {
          if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${output}`);
          return pattern.test(output);
        },
        () => `${pattern} in ${output}`,
      );
      return output;
    };
    const ended = once(child, 'exit').then(([code]) => ({
      code: code as number | null,
      output: () => output,
    }));
    return { child, said, ended };
  }

  it('is told of every variable that is wrong, at once', async () => {
    const { ended } = run({
      PORT: '99999',
      DATABASE_URL: 'mysql://x',
      DATABASE_POOL_SIZE: 'many',
      SEED: 'everything',
      PUBLIC_URL: 'ftp://x',
      LOG_LEVEL: 'loud',
      SESSION_SECRET: 'short',
      DEMO_PASSWORD: 'x',
    });
    const { code, output } = await ended;
    expect(code).toBe(1);
    for (const name of ['PORT', 'DATABASE_URL', 'DATABASE_POOL_SIZE', 'SEED', 'PUBLIC_URL', 'LOG_LEVEL'])
      expect(output()).toContain(`${name}=`);
    for (const name of ['SESSION_SECRET', 'DEMO_PASSWORD']) expect(output()).toContain(name);
    // A secret that is too short may still be one.
    expect(output()).not.toContain('short"');
  });

  it('is told which variable to change where the port is in use', async () => {
    const other: Server = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, output } = await run({ PORT: String(port) }).ended;
    other.close();
    expect(code).toBe(1);
    expect(output()).toContain(`PORT=${port}`);
    expect(output()).not.toMatch(/\n\s+at /);
  });

  it('is told which variable to change where PostgreSQL is not there', async () => {
    const { code, output } = await run({ DATABASE_URL: 'postgres://nobody:at-home@127.0.0.1:1/none' }).ended;
    expect(code).toBe(1);
    expect(output()).toMatch(/^DATABASE_URL: .*ECONNREFUSED/m);
    expect(output()).not.toMatch(/\n\s+at |at-home/);
  });

  it('stops it without cutting anybody off', async () => {
    const { child, said, ended } = run({ PORT: '0', LOG_LEVEL: 'info' });
    const address = /The catalogue is at (http:\S+)/.exec(await said(/The catalogue is at http:\S+/))![1]!;
    expect((await fetch(`${address}/readyz`)).status).toBe(200);
    const { body, next } = await (await fetch(`${address}/api/v1/changes?limit=1`)).json().then((page) => ({
      body: page as { items: unknown[] },
      next: (page as { next: string }).next,
    }));
    expect(body.items).toEqual([]);
    const waiting = fetch(`${address}/api/v1/changes?since=${next}&wait=30`);
    const idle = connect(Number(new URL(address).port), '127.0.0.1');
    await once(idle, 'connect');
    // Asked later and answered, on connections that were opened later: the program has the question that waits.
    for (let n = 0; n < 10; n += 1) expect((await fetch(`${address}/readyz`)).status).toBe(200);
    const began = performance.now();
    child.kill('SIGTERM');
    const answer = await waiting;
    expect(answer.status).toBe(200);
    expect(answer.headers.get('connection')).toBe('close');
    const { code, output } = await ended;
    expect(code).toBe(0);
    // Before the half minute that was asked for.
    expect(performance.now() - began).toBeLessThan(25_000);
    await expect(fetch(`${address}/healthz`)).rejects.toThrow();
    const lines = output()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toContainEqual(
      expect.objectContaining({
        method: 'GET',
        path: '/readyz',
        route: '/readyz',
        status: 200,
        id: expect.any(String),
      }),
    );
    expect(output()).not.toContain('since=');
  });
});
