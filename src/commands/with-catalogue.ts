import type { INestApplicationContext } from '@nestjs/common';
import { createContext } from '../application.js';
import { type Config, readConfig } from '../config/config.js';

export type Use = 'reads' | 'writes';

/** Opens the catalogue for one command and closes it again. */
export async function withCatalogue(
  use: Use,
  work: (app: INestApplicationContext, config: Config) => Promise<void>,
): Promise<void> {
  const config = readConfig(process.env);
  const app = await createContext(config, use === 'reads');
  try {
    await work(app, config);
  } finally {
    await app.close();
  }
}

/** Who acts when a command writes: the person at the machine. */
export const OPERATOR = { name: 'operator', agencyCode: null };
