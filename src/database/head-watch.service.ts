import type pg from 'pg';
import { isUnavailable } from './dialect.js';
import { newClient } from './postgres-driver.js';
import { socketOf } from './postgres-sockets.js';
import type { Reader } from './reader.js';
import type { Head } from './unit.js';

/** Where the catalogue stands, as the database tells it. */
export type WatchedHead = Pick<Head, 'seq' | 'changeSeq' | 'listDay' | 'contentSeq' | 'contentAt'>;

interface HeadRow {
  seq: number;
  change_seq: number;
  list_day: string;
  content_seq: number;
  content_at: string;
}

/** The channel on which PostgreSQL tells every process that one of them has committed. */
export const HEAD_CHANNEL = 'catalogue_head';

/** The question by which every process looks where the catalogue stands. */
const HEAD_QUESTION =
  'SELECT seq, change_seq, list_day, content_seq, content_at FROM ledger_head WHERE id = 1';

/** Name under which the server lists the connection that hears notices. */
export const LISTENER = 'catalogue listener';

const POLL_MS = 1000;

/**
 * Tells this process what others have committed: on PostgreSQL by LISTEN, with a look once a second in case a notice was
 * lost. On SQLite there are no others; the first look says where the file stands.
 */
export class HeadWatch {
  private timer: NodeJS.Timeout | undefined;
  private client: pg.Client | undefined;
  /** The client that hears notices. */
  private listening: pg.Client | undefined;
  private isChecking = false;
  private stopped = false;

  constructor(
    private readonly reader: Reader,
    /** Address to listen at; null on SQLite. */
    private readonly listenUrl: string | null,
    private readonly tell: (head: WatchedHead) => void,
  ) {}

  async start(): Promise<void> {
    await this.look();
    if (this.listenUrl === null) return;
    void this.listen();
    this.timer = setInterval(() => {
      void this.look();
      void this.checkListener();
    }, POLL_MS);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private async look(): Promise<void> {
    try {
      const row = await this.reader.get<HeadRow>(HEAD_QUESTION);
      if (!row) return;
      this.tell({
        seq: row.seq,
        changeSeq: row.change_seq,
        listDay: row.list_day,
        contentSeq: row.content_seq,
        contentAt: row.content_at,
      });
    } catch (error) {
      // While the database is away there is nothing to learn; the next look finds it again.
      if (!isUnavailable(error)) throw error;
    }
  }

  /** A network that swallows packets ends no connection: whoever listens on one hears nothing, and does not know. */
  private async checkListener(): Promise<void> {
    const { client } = this;
    if (client === undefined || this.listening !== client || this.isChecking) return;
    this.isChecking = true;
    await client.query('SELECT 1').catch(() => socketOf(client).destroy());
    this.isChecking = false;
  }

  private async listen(): Promise<void> {
    const client = newClient({
      connectionString: this.listenUrl!,
      application_name: LISTENER,
      connectionTimeoutMillis: 3000,
      query_timeout: 3000,
      keepAlive: true,
    });
    this.client = client;
    const again = () => {
      if (this.stopped || this.client !== client) return;
      this.client = undefined;
      setTimeout(() => void this.listen(), POLL_MS).unref();
    };
    client.on('error', again);
    client.on('end', again);
    client.on('notification', () => void this.look());
    try {
      await client.connect();
      await client.query(`LISTEN ${HEAD_CHANNEL}`);
      this.listening = client;
      await this.look();
    } catch {
      again();
    }
  }
}
