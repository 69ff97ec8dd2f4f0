import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Arrivals } from './arrivals.js';

describe('Work that gives way to arrivals', () => {
  it('goes on after all who have connected are taken in', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const arrivals = new Arrivals();
    arrivals.watch(server);
    let taken = 0;
    server.on('connection', () => (taken += 1));
    const { port } = server.address() as AddressInfo;
    const clients = Array.from({ length: 60 }, () => connect(port, '127.0.0.1'));
    // The kernel connects them all within this turn; none has been taken in by its end.
    await arrivals.takenIn(5_000);
    expect(taken).toBe(60);
    clients.forEach((client) => client.destroy());
    server.close();
  });

  it('does not wait where nobody comes, nor longer than it was told', async () => {
    const arrivals = new Arrivals();
    const began = performance.now();
    await arrivals.takenIn(60_000);
    expect(performance.now() - began).toBeLessThan(30_000);
  });
});
