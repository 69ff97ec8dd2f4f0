import { open } from 'node:fs/promises';
import type BetterSqlite3 from 'better-sqlite3';
import { WRITERS_OWN_PAGES } from './checkpoints.js';
import type { BeforeCommit, Unit } from './unit.js';

/** Of a use case: one on its way, where it answers with what comes of it, and one at its end. */
const FLUSHES_AT_MOST = 2;

/**
 * A long load writes hundreds of megabytes to the -wal file of SQLite. Left to its commit, bringing them to the disk and then into
 * the database file would hold everybody up for seconds: threads beside do the one while the load goes on, and the other after it
 * (`Checkpoints`). Nothing depends on it: the commit still waits for the disk.
 */
export class LogToDisk implements BeforeCommit {
  /** After all that writes. */
  readonly order = 1000;
  private readonly flushes = new WeakMap<Unit, number>();
  private underWay: Promise<void> | undefined;

  constructor(private readonly connection: BetterSqlite3.Database) {}

  async beforeCommit(unit: Unit): Promise<void> {
    this.flushes.set(unit, (this.flushes.get(unit) ?? 0) + 1);
    if (this.isLong(unit))
      this.underWay ??= this.sync().finally(() => {
        this.underWay = undefined;
      });
  }

  async atTheEnd(unit: Unit): Promise<void> {
    if (!this.isLong(unit)) return;
    await this.underWay;
    await this.sync();
  }

  /** Runs the commit of a transaction. */
  commit(unit: Unit, commit: () => void): void {
    if (!this.isLong(unit)) return commit();
    this.connection.pragma('wal_autocheckpoint = 0');
    try {
      commit();
    } finally {
      this.connection.pragma(`wal_autocheckpoint = ${WRITERS_OWN_PAGES}`);
    }
  }

  private isLong(unit: Unit): boolean {
    return (this.flushes.get(unit) ?? 0) > FLUSHES_AT_MOST;
  }

  private async sync(): Promise<void> {
    try {
      const file = await open(`${this.connection.name}-wal`, 'r+');
      try {
        await file.datasync();
      } finally {
        await file.close();
      }
    } catch {
      // The commit finds it out too, and tells it.
    }
  }
}
