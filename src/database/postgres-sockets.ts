import type { Socket } from 'node:net';
import type pg from 'pg';

/** The connections of pools, so that those to a server that says nothing any more can be cut: what waits on them fails then. */
export class PostgresSockets {
  private readonly open = new Set<Socket>();

  watch(pool: pg.Pool): void {
    pool.on('connect', (client) => {
      const socket = socketOf(client);
      this.open.add(socket);
      socket.once('close', () => this.open.delete(socket));
    });
  }

  cut(): void {
    for (const socket of this.open) socket.destroy();
  }
}

/** The driver has no other way to end a connection on which a query waits. */
export function socketOf(client: pg.ClientBase): Socket {
  return (client as unknown as { connection: { stream: Socket } }).connection.stream;
}
