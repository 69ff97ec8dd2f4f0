import { createServer, request as ask, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { endStandstill } from './standstill.js';

/** Long enough for a busy machine to read a small request that has come. */
const STANDSTILL_MS = 400;

describe('A connection that stands still', () => {
  let server: Server;
  afterEach(() => void server.closeAllConnections());

  async function listen(answer: Parameters<typeof createServer>[1]): Promise<number> {
    server = createServer(answer);
    endStandstill(server, STANDSTILL_MS);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  const closed = (port: number, bytes: string) =>
    new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
      socket
        .resume()
        .on('error', () => undefined)
        .on('close', () => resolve());
    });

  it('is kept while the answer to a whole request takes its time', async () => {
    const port = await listen((request, response) => {
      request.resume();
      setTimeout(() => response.end('done'), 5 * STANDSTILL_MS);
    });
    const text = await new Promise<string>((resolve, reject) => {
      const sent = ask({ port, method: 'POST' }, (response) => {
        response.setEncoding('utf8').once('data', resolve);
      });
      sent.once('error', reject).end('all of it');
    });
    expect(text).toBe('done');
  });

  it('is ended where the rest of a request does not come', async () => {
    const port = await listen((request) => void request.resume());
    await closed(port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf');
  });

  it('is ended where the answer is not taken', async () => {
    let ended: (() => void) | undefined;
    const end = new Promise<void>((resolve) => (ended = resolve));
    const port = await listen((_request, response) => {
      response.once('close', () => ended!());
      response.write(Buffer.alloc(64 << 20));
    });
    const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'));
    socket.pause().on('error', () => undefined);
    await end;
  });

  it('is ended where nothing is asked', async () => {
    const port = await listen(() => undefined);
    await closed(port, '');
  });
});
