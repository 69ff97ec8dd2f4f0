import { holdForSession } from './dialect.js';
import { newClient } from './postgres-driver.js';

/**
 * Does what only one of several processes that start at once on one PostgreSQL may do; the others wait, however long it takes.
 * @param url of PostgreSQL; null on SQLite, whose file has one process
 * @param lock a number that nothing else uses
 */
export async function asOneProcess<Result>(
  url: string | null,
  lock: number,
  work: () => Promise<Result>,
): Promise<Result> {
  if (url === null) return work();
  const client = newClient(url);
  // The end of the connection ends the lock; what is done meanwhile is in a transaction of its own.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(holdForSession(lock));
    return await work();
  } finally {
    await client.end();
  }
}
