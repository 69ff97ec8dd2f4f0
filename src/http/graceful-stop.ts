import type { Server } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { Arrivals } from './arrivals.js';
import { CatalogueVersion } from './catalogue-version.js';
import { quietTurn } from './quiet-turn.js';

/** After this the requests that are still under way are cut off, so that the process ends within ten seconds. */
const PATIENCE_MS = 8_000;
/** After this the process ends, whatever is not done: nothing half done is ever kept. */
const END_MS = 9_500;
/** For so long at most those are taken in who have connected, where ever more come. */
const TAKE_IN_MS = 2_000;
/**
 * For so long connections without a request stay open. A proxy may just be sending on one of them: closed under it, a POST
 * fails, since no proxy sends it again. What arrives meanwhile is answered with `Connection: close`.
 */
const IDLE_MS = 500;

/**
 * Ends the application: what is under way is answered, nothing new is taken, and the database is closed last.
 * Waiting readers of the feed get what there is.
 */
export async function stopGracefully(app: INestApplication): Promise<void> {
  const server = app.getHttpServer() as Server;
  const cut = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
  let end: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (end = setTimeout(resolve, END_MS)));
  // The kernel resets whom a listener that closes has not taken in. Before anybody is told to close: who is comes again at once, and
  // the last would never be taken in.
  await app.get(Arrivals).takenIn(TAKE_IN_MS);
  app.get(CatalogueVersion).stop();
  closeIdleLater(server);
  // Before what the application waits for: those who came meanwhile would be answered at the cost of those who are waiting.
  server.close();
  await Promise.race([app.close(), late]);
  clearTimeout(cut);
  clearTimeout(end);
}

/** Closing a server closes its idle connections at once: that is put off. */
function closeIdleLater(server: Server): void {
  const closeIdle = server.closeIdleConnections.bind(server);
  server.closeIdleConnections = () => undefined;
  // A connection is idle where nothing has arrived on it, not where nobody has read yet what has.
  setTimeout(() => void quietTurn(IDLE_MS).then(closeIdle), IDLE_MS);
}
