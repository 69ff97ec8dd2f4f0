import pg from 'pg';
import { tryHold } from './dialect.js';

const CONNECT_MS = 3000;

/**
 * Which of several processes on one PostgreSQL does what only one may do: whoever holds a lock, for as long as its connection
 * lives. A SQLite file has one process, and the duty is its own.
 */
export class SoleDuty {
  private client: pg.Client | undefined;
  private held = false;

  /**
   * @param url of PostgreSQL; null on SQLite
   * @param lock a number that no other duty uses
   */
  constructor(
    private readonly url: string | null,
    private readonly lock: number,
  ) {}

  /** Asks for the duty, or whether it still is this process’s. Whoever cannot tell does not have it. */
  async isMine(): Promise<boolean> {
    if (this.url === null) return true;
    try {
      this.client ??= await this.connect(this.url);
      const { rows } = await this.client.query<{ held: boolean }>(
        this.held ? 'SELECT true AS held' : tryHold(this.lock),
      );
      this.held = rows[0]!.held;
      return this.held;
    } catch {
      await this.release();
      return false;
    }
  }

  /** Leaves the duty to others. */
  async release(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    this.held = false;
    await client?.end().catch(() => undefined);
  }

  private async connect(connectionString: string): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: CONNECT_MS,
      keepAlive: true,
    });
    client.on('error', () => {
      if (this.client === client) void this.release();
    });
    await client.connect();
    return client;
  }
}
