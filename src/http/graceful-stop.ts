import type { Server } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { CatalogueVersion } from './catalogue-version.js';

/** After this the requests that are still under way are cut off, so that the process ends within ten seconds. */
const PATIENCE_MS = 8_000;
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
  closeIdleLater(server);
  app.get(CatalogueVersion).stop();
  await app.close();
  clearTimeout(cut);
}

/** Closing a server closes its idle connections at once: that is put off. */
function closeIdleLater(server: Server): void {
  const closeIdle = server.closeIdleConnections.bind(server);
  server.closeIdleConnections = () => undefined;
  setTimeout(closeIdle, IDLE_MS);
}
