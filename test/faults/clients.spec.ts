import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BuiltCatalogue } from '../support/built-catalogue.js';
import { PATIENCE_MS } from '../support/patience.js';
import { Prepared } from '../support/prepared.js';
import { tellNumbers } from '../support/summary.js';

/** `npm run faults` asks for 1,000, waits for all of them, and looks at times and memory, for which the machine has to be quiet. */
const IDLE = Number(process.env['FAULT_CONNECTIONS'] ?? 200);
const IS_LONG = process.env['FAULT_CONNECTIONS'] !== undefined;
const SLOW = Math.ceil(IDLE * 0.3);
const MB = 1_000_000;
const SIZES = IS_LONG ? [1.1 * MB, 10 * MB, 50 * MB] : [1.1 * MB];
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
  /** Bytes that the process takes of the memory; undefined where the system does not tell. */
  const memory = () => {
    const file = `/proc/${catalogue.child.pid}/status`;
    const kilobytes = existsSync(file) ? /VmRSS:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  };
  /** Milliseconds until somebody who comes anew is answered. */
  const fresh = async () => {
    const began = performance.now();
    const asked = request(`${catalogue.address}/api/v1/services?limit=3`, { agent: false }).end();
    const [response] = (await once(asked, 'response')) as [NodeJS.ReadableStream & { statusCode: number }];
    response.resume();
    await once(response, 'end');
    expect(response.statusCode).toBe(200);
    return performance.now() - began;
  };

  it(`answers others while ${IDLE} idle and ${3 * SLOW} slow connections stand, and closes the slow ones`, async () => {
    const many = async (count: number, bytes: string) => {
      const sockets = await Promise.all(Array.from({ length: count }, () => open(catalogue.address)));
      for (const socket of sockets) socket.write(bytes);
      return sockets;
    };
    await fresh();
    const before = memory();
    const began = performance.now();
    const idle = await many(IDLE, '');
    const headers = await many(SLOW, 'GET /api/v1/services HTTP/1.1\r\nHost: a\r\nX-Slow: ');
    const bodies = await many(
      SLOW,
      'POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{',
    );
    const reads = await many(SLOW, 'GET /api/v1/services.jsonl HTTP/1.1\r\nHost: a\r\n\r\n');
    for (const socket of reads) socket.pause();
    const drip = setInterval(() => [...headers, ...bodies].map((socket) => socket.write('x')), 500);
    for (const socket of [...headers, ...bodies]) socket.resume();
    const waits: number[] = [];
    const closed = async (sockets: Socket[], withinMs: number) => {
      while (sockets.some((socket) => !socket.closed) && performance.now() - began < withinMs) {
        waits.push(await fresh());
        await pause(250);
      }
      return sockets.filter((socket) => !socket.closed).length;
    };
    try {
      expect(await closed(headers, IS_LONG ? 20_000 : PATIENCE_MS)).toBe(0);
      if (IS_LONG) expect(await closed(bodies, 60_000)).toBe(0);
    } finally {
      clearInterval(drip);
      for (const socket of [...idle, ...headers, ...bodies, ...reads]) socket.destroy();
    }
    if (!IS_LONG) return;
    expect(Math.max(...waits)).toBeLessThan(1000);
    // Memory is given back when there is something to do.
    let after = memory();
    for (let n = 0; n < 200 && after !== undefined && after > before! * 1.2; n += 1) {
      for (let m = 0; m < 20; m += 1) await fresh();
      after = memory();
    }
    tellNumbers(
      `${waits.length} others answered within ${Math.round(Math.max(...waits))} ms; memory ${mb(before)} MB before, ${mb(after)} MB after`,
    );
    if (after !== undefined) expect(after).toBeLessThan(before! * 1.2);
  });

  it(`refuses bodies of ${SIZES.map((size) => size / MB).join(', ')} MB at every address that takes one, and does not hold them`, async () => {
    const { body } = await catalogue.ask('GET', '/api/openapi.json');
    const paths = Object.entries(
      body['paths'] as unknown as Record<string, Record<string, { requestBody?: { content: object } }>>,
    );
    const taking = paths.flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(
          ([, operation]) => operation.requestBody && 'application/json' in operation.requestBody.content,
        )
        .map(([method]) => ({
          method: method.toUpperCase(),
          path: path.replaceAll(/\{\w+\}/g, '1'),
          type: 'application/json',
        })),
    );
    expect(taking.length).toBeGreaterThan(20);
    taking.push({ method: 'POST', path: '/sign-in', type: 'application/x-www-form-urlencoded' });
    const others: string[] = [];
    const before = memory();
    let most = before ?? 0;
    for (const size of SIZES) {
      for (const { method, path, type } of taking) {
        for (const isTold of [true, false]) {
          const status = await sendBody(method, path, type, size, isTold);
          if (status !== 413) others.push(`${method} ${path} ${size} ${isTold} ${status}`);
          most = Math.max(most, memory() ?? 0);
        }
      }
    }
    expect(others).toEqual([]);
    if (!IS_LONG || before === undefined) return;
    tellNumbers(`memory ${mb(before)} MB before, at most ${mb(most)} MB`);
    expect(most - before).toBeLessThan(2 * SIZES.at(-1)!);
  });

  /** @param isTold with its length before it @returns the status of the answer, which may come before all is sent */
  async function sendBody(
    method: string,
    path: string,
    type: string,
    size: number,
    isTold: boolean,
  ): Promise<number> {
    const piece = Buffer.alloc(64 * 1024, 'x');
    const sending = request(`${catalogue.address}${path}`, {
      method,
      agent: false,
      headers: {
        authorization: `Bearer ${prepared.tokens.planner}`,
        'content-type': type,
        connection: 'keep-alive',
        ...(isTold ? { 'content-length': size } : {}),
      },
    });
    const answer = { status: 0, isOver: false };
    sending.on('response', (response) => {
      answer.status = response.statusCode!;
      answer.isOver = true;
      response.resume();
    });
    for (const event of ['error', 'close']) sending.on(event, () => (answer.isOver = true));
    for (let sent = 0; sent < size && !answer.isOver; sent += piece.length)
      if (!sending.write(piece.subarray(0, size - sent)))
        await Promise.race([new Promise((resolve) => sending.once('drain', resolve)), pause(20)]);
    while (!answer.isOver) await pause(1);
    sending.destroy();
    return answer.status;
  }

  it.skipIf(!HAS_PRLIMIT)(
    'lives through running out of file descriptors (left out without prlimit)',
    async () => {
      const poor = await BuiltCatalogue.start(await prepared.copy());
      // Node itself needs more than this to load its modules.
      spawnSync('prlimit', [`--pid=${poor.child.pid}`, '--nofile=64:64']);
      try {
        const sockets = await Promise.all(Array.from({ length: 100 }, () => open(poor.address)));
        await pause(300);
        for (const socket of sockets) socket.destroy();
        let answer;
        for (let attempt = 0; attempt < 100 && answer?.status !== 200; attempt += 1) {
          await pause(100);
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

const mb = (bytes: number | undefined) => (bytes === undefined ? '?' : Math.round(bytes / MB));
