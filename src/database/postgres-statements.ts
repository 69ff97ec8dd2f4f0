import type pg from 'pg';
import { type QueryRunner, QueryRunnerAlreadyReleasedError } from 'typeorm';

/** The three for which there is nothing to plan, and what returns all columns: a newer version that adds one beside a running one would break it. */
const UNNAMED = /^(BEGIN|COMMIT|ROLLBACK)$|\b(RETURNING|SELECT) (\w+\.)?\*/;
const COUNTED_AT_MOST = 2000;

/** Under its name a connection keeps a statement prepared: it is read and planned once, not at each use. */
export class StatementNames {
  private readonly names = new Map<string, string>();
  private readonly uses = new Map<string, number>();

  /**
   * @param atMost names: each costs the server some 20 KB on every connection that used it
   * @param since at which of its uses a text is named: those that are put together for one question never are
   */
  constructor(
    private readonly atMost: number,
    private readonly since: number,
  ) {}

  of(text: string): string | undefined {
    const known = this.names.get(text);
    if (known !== undefined || this.names.size >= this.atMost || UNNAMED.test(text)) return known;
    if (this.countUse(text) < this.since) return undefined;
    const name = `s${this.names.size}`;
    this.uses.delete(text);
    this.names.set(text, name);
    return name;
  }

  private countUse(text: string): number {
    const uses = (this.uses.get(text) ?? 0) + 1;
    if (this.uses.size >= COUNTED_AT_MOST) this.uses.clear();
    this.uses.set(text, uses);
    return uses;
  }
}

/** Of writes the texts are few and fixed. */
const written = new StatementNames(2000, 1);

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
  return client.query<object>({ name: written.of(text), text, values });
}
