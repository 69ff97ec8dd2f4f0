import { createRequire } from 'node:module';
import type pg from 'pg';
import { patientPool } from './patient-pool.js';

let driver: typeof pg | undefined;

/** The driver of PostgreSQL. It is opened at its first use, since that takes a tenth of a second, which SQLite has no use for. */
export function postgresDriver(): typeof pg {
  driver ??= opened();
  return driver;
}

export function newClient(config: string | pg.ClientConfig): pg.Client {
  const { Client } = postgresDriver();
  return new Client(config);
}

export function newPool(config: pg.PoolConfig): pg.Pool {
  const { Pool } = postgresDriver();
  return new Pool(config);
}

function opened(): typeof pg {
  const found = createRequire(import.meta.url)('pg') as typeof pg;
  // Counts and sequence numbers of the catalogue stay far below 2^53.
  const { setTypeParser, builtins } = found.types;
  setTypeParser(builtins.INT8, Number);
  setTypeParser(builtins.NUMERIC, Number);
  // TypeORM makes its pool of it too.
  found.Pool = patientPool(found.Pool);
  return found;
}
