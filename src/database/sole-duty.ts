import type pg from 'pg';
import { endSilent, tryHold } from './dialect.js';
import { newClient } from './postgres-driver.js';
import { socketOf } from './postgres-sockets.js';

const CONNECT_MS = 3000;
/** Whoever holds a duty says so this often. */
const BEAT_MS = 5000;
/** A holder of whom the server has heard nothing for so long has lost the duty, whether it knows or not. It knows before. */
const SILENT_MS = 20_000;

/**
 * Which of several processes on one PostgreSQL does what only one may do: whoever holds a lock, for as long as its connection
 * lives and is used. A SQLite file has one process, and the duty is its own.
 */
export class SoleDuty {
  private client: pg.Client | undefined;
  private held = false;
  private asking: Promise<boolean> | undefined;
  private beat: NodeJS.Timeout | undefined;

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
    this.asking ??= this.ask(this.url).finally(() => (this.asking = undefined));
    return this.asking;
  }

  /** Leaves the duty to others. */
  async release(): Promise<void> {
    const { client } = this;
    this.leave(false);
    await client?.end().catch(() => undefined);
  }

  private async ask(url: string): Promise<boolean> {
    try {
      const client = (this.client ??= await this.connect(url));
      const question = this.held ? 'SELECT true AS held' : tryHold(this.lock);
      this.held = (await client.query<{ held: boolean }>(question)).rows[0]!.held;
      return this.held;
    } catch {
      // Over a network that swallows packets a polite end would be waited for as long as the answer was.
      this.leave(true);
      return false;
    }
  }

  private leave(isBroken: boolean): void {
    if (isBroken && this.client) socketOf(this.client).destroy();
    clearInterval(this.beat);
    this.client = undefined;
    this.held = false;
  }

  private async connect(connectionString: string): Promise<pg.Client> {
    const client = newClient({
      connectionString,
      application_name: 'catalogue duty',
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: CONNECT_MS,
      keepAlive: true,
    });
    client.on('error', () => {
      if (this.client === client) this.leave(true);
    });
    await client.connect();
    await client.query(endSilent(SILENT_MS));
    clearInterval(this.beat);
    this.beat = setInterval(() => void this.isMine(), BEAT_MS);
    this.beat.unref();
    return client;
  }
}
