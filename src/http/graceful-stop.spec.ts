import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Arrivals } from './arrivals.js';
import { stopGracefully } from './graceful-stop.js';

describe('A server that is stopped', () => {
  let server: Server;
  let client: Socket;
  let closeApplication: () => void;
  let app: INestApplication;
  beforeEach(async () => {
    server = createServer((_request, response) => response.end('answered')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const arrivals = new Arrivals();
    arrivals.watch(server);
    client = connect(portOf(server), '127.0.0.1');
    const closed = new Promise<void>((resolve) => (closeApplication = resolve));
    app = {
      getHttpServer: () => server,
      get: (part: unknown) => (part === Arrivals ? arrivals : { stop: () => undefined }),
      close: () => closed,
    } as unknown as INestApplication;
  });
  afterEach(() => {
    closeApplication();
    client.destroy();
    server.closeAllConnections();
    server.close();
  });

  const ask = () => client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');

  it('takes nothing new while the application still waits for its own work', async () => {
    const { port } = server.address() as AddressInfo;
    const stopped = stopGracefully(app);
    await expect.poll(() => server.listening, { timeout: 10_000 }).toBe(false);
    const [error] = (await once(connect(port, '127.0.0.1'), 'error').catch((caught: unknown) => [
      caught,
    ])) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
    closeApplication();
    await stopped;
  });

  it('answers what arrived on an idle connection while it was at work', async () => {
    ask();
    await once(client, 'data');
    const stopped = stopGracefully(app);
    await expect.poll(() => server.listening, { timeout: 10_000 }).toBe(false);
    ask();
    workFor(700);
    const [answer] = (await once(client, 'data')) as [Buffer];
    expect(String(answer)).toMatch(/^HTTP\/1.1 200 /);
    closeApplication();
    await stopped;
  });
});

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function workFor(ms: number): void {
  const began = performance.now();
  while (performance.now() - began < ms);
}
