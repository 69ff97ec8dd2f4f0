import { inspect } from 'node:util';
import { ConfigError, readConfig } from './config/config.js';
import { heldFileOf } from './database/held-file.js';
import { startRefusal } from './database/start-refusal.js';
import { inSources } from './http/source-lines.js';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  // A large file is read through on a thread while the program is opened, which takes as long.
  const held = heldFileOf(config.databaseUrl, config.makesDatabaseFolder);
  const { serve } = await import('./serve.js');
  await serve(config, held);
}

main().catch((error: unknown) => {
  const refusal = error instanceof ConfigError ? error.message : startRefusal(error);
  if (refusal !== undefined) console.error(refusal);
  else console.error('The catalogue could not start:', inSources(inspect(error)));
  process.exit(1);
});
