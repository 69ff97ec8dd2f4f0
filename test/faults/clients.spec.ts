import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BuiltCatalogue } from '../support/built-catalogue.js';
import { Prepared } from '../support/prepared.js';

/** `npm run faults` asks for 1,000. */
const IDLE = Number(process.env['FAULT_CONNECTIONS'] ?? 200);
const SLOW = Math.ceil(IDLE / 10);
const HAS_PRLIMIT = spawnSync('prlimit', ['--version']).status === 0;

describe('With clients that do it no good, the program', () => {
  let prepared: Prepared;
  let catalogue: BuiltCatalogue;
  beforeAll(async () => {
    prepared = await Prepared.of('better-sqlite3');
    catalogue = await BuiltCatalogue.start(await prepared.copy());
  });
  afterAll(async () => {
    await catalogue?.kill();
    prepared?.remove();
  });

  const open = async (address: string): Promise<Socket> => {
    const socket = connect(Number(new URL(address).port), '127.0.0.1');
    socket.on('error', () => undefined);
    await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
    return socket;
  };

  it(`answers others while ${IDLE} idle and ${3 * SLOW} slow connections stand, and closes the slow ones`, async () => {
    const many = async (count: number, bytes: string) => {
      const sockets = await Promise.all(Array.from({ length: count }, () => open(catalogue.address)));
      for (const socket of sockets) socket.write(bytes);
      return sockets;
    };
    const idle = await many(IDLE, '');
    const headers = await many(SLOW, 'GET /api/v1/services HTTP/1.1\r\nHost: a\r\nX-Slow: ');
    const bodies = await many(
      SLOW,
      'POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    );
    const reads = await many(SLOW, 'GET /api/v1/services.jsonl HTTP/1.1\r\nHost: a\r\n\r\n');
    for (const socket of reads) socket.pause();
    const drip = setInterval(() => headers.map((socket) => socket.write('x')), 500);
    try {
      const answer = await catalogue.ask('GET', '/api/v1/services?limit=3');
      expect(answer.status).toBe(200);
      const deadline = performance.now() + 40_000;
      while (headers.some((socket) => !socket.closed) && performance.now() < deadline) {
        expect((await catalogue.ask('GET', '/healthz')).status).toBe(200);
        for (const socket of headers) socket.resume();
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      expect(headers.filter((socket) => !socket.closed)).toEqual([]);
    } finally {
      clearInterval(drip);
      for (const socket of [...idle, ...headers, ...bodies, ...reads]) socket.destroy();
    }
  });

  it('refuses bodies over its limits at every address that takes one', async () => {
    const { body } = await catalogue.ask('GET', '/api/openapi.json');
    const paths = Object.entries(
      body['paths'] as unknown as Record<string, Record<string, { requestBody?: { content: object } }>>,
    );
    const taking = paths.flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(
          ([, operation]) => operation.requestBody && 'application/json' in operation.requestBody.content,
        )
        .map(([method]) => ({ method: method.toUpperCase(), path: path.replaceAll(/\{\w+\}/g, '1') })),
    );
    expect(taking.length).toBeGreaterThan(20);
    const oversize = JSON.stringify({ note: 'x'.repeat(1_100_000) });
    const answers: string[] = [];
    for (const { method, path } of taking) {
      const { status } = await fetch(`${catalogue.address}${path}`, {
        method,
        headers: { authorization: `Bearer ${prepared.tokens.planner}`, 'content-type': 'application/json' },
        body: oversize,
      });
      if (status !== 413) answers.push(`${method} ${path} ${status}`);
    }
    expect(answers).toEqual([]);
  });

  it.skipIf(!HAS_PRLIMIT)(
    'lives through running out of file descriptors (left out without prlimit)',
    async () => {
      const poor = await BuiltCatalogue.start(await prepared.copy());
      // Node itself needs more than this to load its modules.
      spawnSync('prlimit', [`--pid=${poor.child.pid}`, '--nofile=64:64']);
      try {
        const sockets = await Promise.all(Array.from({ length: 100 }, () => open(poor.address)));
        await new Promise((resolve) => setTimeout(resolve, 300));
        for (const socket of sockets) socket.destroy();
        let answer;
        for (let attempt = 0; attempt < 100 && answer?.status !== 200; attempt += 1) {
          await new Promise((resolve) => setTimeout(resolve, 100));
          answer = await poor.ask('GET', '/api/v1/services?limit=5').catch(() => undefined);
        }
        expect(answer?.status).toBe(200);
        const written = await poor.ask('POST', '/api/v1/plans/2031/lines', {
          token: prepared.tokens.planner,
          body: { kind: 'strand', title: 'Đào tạo' },
        });
        expect(written.status).toBe(201);
        expect((await poor.ask('GET', '/api/v1/ledger/verify')).body).toMatchObject({ ok: true });
        expect(await poor.stop()).toBe(0);
      } finally {
        await poor.kill();
      }
    },
  );
});
