import type pg from 'pg';
import { newClient } from './postgres-driver.js';
import { type PostgresSockets, socketOf } from './postgres-sockets.js';

const ASKED_EVERY_MS = 1000;
/** A server that says nothing for so long is away. Its own long statements do not count: the question has a connection of its own. */
const PATIENCE_MS = 2500;

/**
 * Asks PostgreSQL every second whether it is there. A network that swallows packets ends no connection: without this, requests
 * would wait on theirs for minutes, and hold them when the server is back.
 */
export class SilenceWatch {
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private asking = false;

  constructor(
    private readonly url: string,
    private readonly sockets: PostgresSockets,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.look(), ASKED_EVERY_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.leave();
  }

  private async look(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    let isSilent = false;
    const late = setTimeout(() => {
      isSilent = true;
      this.leave();
      this.sockets.cut();
    }, PATIENCE_MS);
    try {
      this.client ??= await this.connect();
      await this.client.query('SELECT 1');
    } catch {
      // A server that refuses has ended the connections itself.
      if (!isSilent) this.leave();
    } finally {
      clearTimeout(late);
      this.asking = false;
    }
  }

  private async connect(): Promise<pg.Client> {
    const client = newClient({
      connectionString: this.url,
      application_name: 'catalogue silence watch',
      connectionTimeoutMillis: PATIENCE_MS,
    });
    client.on('error', () => this.leave());
    await client.connect();
    return client;
  }

  private leave(): void {
    if (this.client) socketOf(this.client).destroy();
    this.client = undefined;
  }
}
