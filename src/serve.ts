import { createApplication, loggerOf } from './application.js';
import { type Config, ConfigError } from './config/config.js';
import type { HeldFile } from './database/held-file.js';
import { giveBackMemory } from './give-back-memory.js';
import { stopGracefully } from './http/graceful-stop.js';
import { optimiseSooner } from './optimise-sooner.js';
import { Seeding } from './seeding/seeding.service.js';
import { welcome } from './welcome.js';

/**
 * Serves until the process is told to stop.
 * @throws ConfigError where the address cannot be listened at, and what refuses a start
 */
export async function serve(config: Config, held: HeldFile): Promise<void> {
  const app = await createApplication(config, undefined, loggerOf(config), held);
  const accounts = await app.get(Seeding).fillIfEmpty(config, (line) => console.log(line));
  try {
    await app.listen({ host: config.host, port: config.port, backlog: 1024 });
  } catch (error) {
    await app.close();
    throw listenError(error, config);
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void stopGracefully(app).then(() => process.exit(0)));
  }
  optimiseSooner();
  giveBackMemory();
  console.log(welcome(await app.getUrl(), accounts));
}

/** Names the variable that has to be changed, where the address cannot be listened at. */
function listenError(error: unknown, { host, port }: Config): unknown {
  const { code } = error as { code?: string };
  if (code === 'EADDRINUSE')
    return new ConfigError([`PORT=${port}: another program listens there; stop it or give another port`]);
  if (code === 'EACCES') return new ConfigError([`PORT=${port}: not allowed; give a port from 1024 on`]);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new ConfigError([`HOST=${host}: this machine has no such address`]);
  return error;
}
