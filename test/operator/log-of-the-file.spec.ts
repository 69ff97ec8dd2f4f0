import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Checkpoints } from '../../src/database/checkpoints.js';
import { until } from '../support/patience.js';

const MEGABYTE = 2 ** 20;

describe('The log of a SQLite file', () => {
  let folder: string;
  let path: string;
  let writer: Sqlite.Database;
  let checkpoints: Checkpoints;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'catalogue-log-'));
    path = join(folder, 'catalogue.sqlite');
    writer = new Sqlite(path);
    writer.pragma('journal_mode = WAL');
    writer.pragma('wal_autocheckpoint = 0');
    writer.exec('CREATE TABLE thing (text text)');
    checkpoints = new Checkpoints(path);
  });
  afterEach(async () => {
    await checkpoints.close();
    writer.close();
    rmSync(folder, { recursive: true });
  });

  const write = (megabytes: number) => {
    const insert = writer.prepare('INSERT INTO thing VALUES (?)');
    for (let i = 0; i < megabytes; i += 1) {
      insert.run('x'.repeat(MEGABYTE));
      checkpoints.note();
    }
  };

  it('is brought into the file beside the writer, again and again', async () => {
    for (const megabytes of [6, 12]) {
      write(6);
      await until(() => statSync(path).size > megabytes * MEGABYTE, 'the log in the file');
    }
  });

  it('stays where nothing was committed, and where it is short', async () => {
    writer.exec(`INSERT INTO thing VALUES ('short')`);
    checkpoints.note();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(statSync(path).size).toBeLessThan(MEGABYTE);
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
  });
});
