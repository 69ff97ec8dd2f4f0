import type pg from 'pg';
import { type QueryRunner, QueryRunnerAlreadyReleasedError } from 'typeorm';

const names = new Map<string, string>();
const NAMES_AT_MOST = 2000;
const UNNAMED = /^(BEGIN|COMMIT|ROLLBACK)$|\bRETURNING (\w+\.)?\*/;

/**
 * Under its name a connection keeps a statement prepared: it is read and planned once, not at each use. The texts are few and fixed.
 * One that returns all columns stays without: a newer version that adds a column beside a running one would break it. So do the three
 * for which there is nothing to plan.
 */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= NAMES_AT_MOST || UNNAMED.test(text)) return known;
  const name = `s${names.size}`;
  names.set(text, name);
  return name;
}

/**
 * Runs a statement on the connection of a transaction. TypeORM knows no names for statements. The connection is a pipeline: what is asked
 * without waiting for the answer before is sent at once, and done in the order of asking.
 */
export async function askPostgres(
  runner: QueryRunner,
  text: string,
  values: unknown[] = [],
): Promise<pg.QueryResult<object>> {
  // It would take another connection, outside of the transaction.
  if (runner.isReleased) throw new QueryRunnerAlreadyReleasedError();
  const client = (await runner.connect()) as pg.PoolClient;
  return client.query<object>({ name: nameOf(text), text, values });
}
