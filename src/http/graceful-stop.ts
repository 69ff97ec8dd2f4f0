import type { Server } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { CatalogueVersion } from './catalogue-version.js';

/** After this the requests that are still under way are cut off, so that the process ends within ten seconds. */
const PATIENCE_MS = 8_000;

/**
 * Ends the application: what is under way is answered, nothing new is taken, and the database is closed last.
 * Waiting readers of the feed get what there is.
 */
export async function stopGracefully(app: INestApplication): Promise<void> {
  const server = app.getHttpServer() as Server;
  const cut = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
  app.get(CatalogueVersion).stop();
  await app.close();
  clearTimeout(cut);
}
