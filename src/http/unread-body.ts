import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** Connections whose request is answered while the rest of its body still comes. */
const answered = new WeakSet<Duplex>();

/**
 * Reads past what is left of a body whose reader gave up, as Node does where nobody began to read: else the next request on the
 * connection would wait behind it until the time for a request is over.
 */
export function passOverRest(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  const { socket } = request;
  answered.add(socket);
  request.once('end', () => answered.delete(socket));
  request.unpipe();
  request.resume();
}

/** Whether what comes now belongs to a request that has its answer: a second one would be taken for that of the next request. */
export function isAnswered(socket: Duplex): boolean {
  return answered.has(socket);
}
