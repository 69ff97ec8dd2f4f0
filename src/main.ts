import { createApplication, loggerOf } from './application.js';
import { ConfigError, readConfig } from './config/config.js';
import { DatabaseInUseError } from './database/file-lock.js';
import { Seeding } from './seeding/seeding.service.js';
import { welcome } from './welcome.js';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const logger = loggerOf(config);
  const app = await createApplication(config, undefined, logger);
  const accounts = await app.get(Seeding).fillIfEmpty(config, (line) => console.log(line));
  await app.listen({ host: config.host, port: config.port, backlog: 1024 });
  console.log(welcome(await app.getUrl(), accounts));
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError || error instanceof DatabaseInUseError) console.error(error.message);
  else console.error('The catalogue could not start:', error);
  process.exit(1);
});
