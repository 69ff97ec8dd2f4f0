import type { Command } from 'commander';
import { Argument, InvalidArgumentError } from 'commander';
import { SEEDS, type Seed } from '../config/config.js';
import { Seeding } from '../seeding/seeding.service.js';
import { text } from './arguments.js';
import { withCatalogue } from './with-catalogue.js';

const SEED_MAX = 200;

const tell = (line: string) => console.log(line);

/** `migrate`, `seed`, `generate` */
export function databaseCommands(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to the newest schema and load the level schemes')
    .action(() =>
      withCatalogue('writes', async (_, config) => tell(`Migrated ${withoutPassword(config.databaseUrl)}`)),
    );

  program
    .command('seed')
    .description('fill an empty database')
    .addArgument(new Argument('<what>', 'what to load').choices(SEEDS))
    .action((seed: Seed) =>
      withCatalogue('writes', async (app, config) => {
        const accounts = await app.get(Seeding).fillIfEmpty({ ...config, seed }, tell);
        if (accounts)
          tell(`Demonstration accounts ${accounts.usernames.join(', ')}, password ${accounts.password}`);
        else tell('Nothing was loaded: the database is not empty, or there was nothing to load');
      }),
    );

  program
    .command('generate')
    .description(
      'add communes that do not exist, with services, to try the catalogue under load; marked as demonstration',
    )
    .requiredOption('--services <n>', 'how many services', wholeNumber)
    .requiredOption('--seed <text>', 'the same seed makes the same levels', text(SEED_MAX))
    .action(({ services, seed }: { services: number; seed: string }) =>
      withCatalogue('writes', (app) => app.get(Seeding).generate(services, seed, tell)),
    );
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value <= 10_000_000) return value;
  throw new InvalidArgumentError('give a whole number from 1 to 10000000');
}

function withoutPassword(url: string): string {
  return url.replace(/:[^:@/]*@/, ':***@');
}
