import { setTimeout as pause } from 'node:timers/promises';
import { callbackify } from 'node:util';
import type pg from 'pg';

/** PostgreSQL has no connection left, for anybody or for this name. */
const NONE_LEFT = '53300';
/** After so long more connections are tried again. */
const TRY_AGAIN_MS = 1000;
const PAUSE_MS = 200;

type Done = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  release: pg.PoolClient['release'],
) => void;

/**
 * A pool that takes a connection which the server refuses, since it has none left, as the sign that there are no more than the pool
 * has: who asked waits for one of them like everybody who comes to a full pool, and as long.
 */
export function patientPool(Pool: typeof pg.Pool): typeof pg.Pool {
  return class PatientPool extends Pool {
    private readonly size = this.options.max;
    private readonly patienceMs = this.options.connectionTimeoutMillis ?? 0;
    private again: NodeJS.Timeout | undefined;

    override connect(): Promise<pg.PoolClient>;
    override connect(done: Done): void;
    override connect(done?: Done): Promise<pg.PoolClient> | void {
      if (!done) return this.waiting();
      callbackify(() => this.waiting())((error, client) =>
        error
          ? done(error, undefined, () => undefined)
          : done(undefined, client, client.release.bind(client)),
      );
    }

    private async waiting(): Promise<pg.PoolClient> {
      // Who is refused late has waited before: nobody waits for much more than the limit.
      const until = Date.now() + this.patienceMs / 2;
      for (;;) {
        try {
          return await super.connect();
        } catch (error) {
          if ((error as { code?: unknown }).code !== NONE_LEFT || Date.now() >= until) throw error;
          this.keepTo(Math.max(1, this.totalCount));
        }
        if (this.totalCount === 0) await pause(PAUSE_MS);
      }
    }

    private keepTo(connections: number): void {
      this.options.max = connections;
      clearTimeout(this.again);
      this.again = setTimeout(() => (this.options.max = this.size), TRY_AGAIN_MS);
      this.again.unref();
    }
  };
}
