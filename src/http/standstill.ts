import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Ends connections on which nothing moved for `ms` milliseconds because the client neither sends nor takes anything. A request that
 * has arrived whole and waits for its answer is kept, however long the work takes: the import of a province is written in one
 * transaction, which on a slow disk may need minutes.
 */
export function endStandstill(server: Server, ms: number): void {
  const latest = new WeakMap<Socket, { request: IncomingMessage; response: ServerResponse }>();
  server.on('request', (request, response) => latest.set(request.socket, { request, response }));
  server.setTimeout(ms, (socket) => {
    const { request, response } = latest.get(socket) ?? {};
    const waitsForUs = request?.complete && !response!.writableEnded && socket.writableLength === 0;
    if (!waitsForUs) socket.destroy();
  });
}
