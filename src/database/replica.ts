import type pg from 'pg';
import { MIGRATIONS } from './migrations/index.js';
import { newClient } from './postgres-driver.js';
import { PostgresReader } from './postgres-reader.js';
import { PostgresSockets, socketOf } from './postgres-sockets.js';
import { ReadsUnderway } from './reads-underway.js';
import type { KnownHead } from './reader.js';

/** What a replica shows, and whether it has the schema of this program yet. */
const QUESTION = `SELECT seq, change_seq, list_day, (SELECT COUNT(*) FROM migrations) AS migrations
  FROM ledger_head WHERE id = 1`;

/** A replica that says nothing for so long is away. */
const PATIENCE_MS = 2500;
/** A replica that has all is asked so often whether it still is there; one that lags, sooner. */
const LOOK_EVERY_MS = 1000;
const FIRST_LOOK_MS = 10;

/** A read replica, and how far it has come. */
export class Replica {
  readonly reader: PostgresReader;
  private readonly sockets = new PostgresSockets();
  private client: pg.Client | undefined;
  private shown: KnownHead | undefined;
  private wanted: KnownHead | undefined;
  private timer: NodeJS.Timeout | undefined;
  private pause = FIRST_LOOK_MS;
  private looking = false;
  private closed = false;

  constructor(
    private readonly url: string,
    options: { poolSize: number; connectTimeoutMs: number },
  ) {
    this.reader = new PostgresReader(url, options, new ReadsUnderway(), this.sockets);
    void this.look();
  }

  /** Whether it is there and shows all that this process knows to be committed. */
  get hasAll(): boolean {
    const { shown, wanted } = this;
    return shown !== undefined && wanted !== undefined && !isBefore(shown, wanted);
  }

  /** Tells it what is committed. */
  follow(head: KnownHead): void {
    this.wanted = head;
    if (this.hasAll || this.shown === undefined) return;
    this.pause = FIRST_LOOK_MS;
    this.lookSoon();
  }

  /** A read found it away: it is not asked for anything until a look has found it again. */
  isAway(): void {
    this.shown = undefined;
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    this.leave();
    await this.reader.close();
  }

  private lookSoon(): void {
    if (this.looking || this.closed) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), this.pause);
    this.timer.unref();
  }

  private async look(): Promise<void> {
    this.looking = true;
    const late = setTimeout(() => {
      this.isAway();
      this.leave();
      // What waits on its connections goes on elsewhere.
      this.sockets.cut();
    }, PATIENCE_MS);
    try {
      const client = (this.client ??= await this.connect());
      this.shown = shownBy((await client.query<Row>(QUESTION)).rows[0]);
    } catch {
      this.isAway();
      this.leave();
    } finally {
      clearTimeout(late);
      this.looking = false;
    }
    const isBehind = this.shown !== undefined && !this.hasAll;
    this.pause = isBehind ? Math.min(this.pause * 2, LOOK_EVERY_MS) : LOOK_EVERY_MS;
    this.lookSoon();
  }

  private async connect(): Promise<pg.Client> {
    const client = newClient({
      connectionString: this.url,
      application_name: 'catalogue replica watch',
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

interface Row {
  seq: number;
  change_seq: number;
  list_day: string;
  migrations: number;
}

function shownBy(row: Row | undefined): KnownHead | undefined {
  if (row === undefined || row.migrations < MIGRATIONS.length) return undefined;
  return { seq: row.seq, changeSeq: row.change_seq, listDay: row.list_day };
}

function isBefore(one: KnownHead, other: KnownHead): boolean {
  return one.seq < other.seq || one.changeSeq < other.changeSeq || one.listDay < other.listDay;
}
