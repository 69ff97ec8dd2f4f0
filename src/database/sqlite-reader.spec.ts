import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, expect, it, vi } from 'vitest';
import { SqliteReader } from './sqlite-reader.js';

const folder = mkdtempSync(join(tmpdir(), 'catalogue-reader-'));
const path = join(folder, 'catalogue.sqlite');
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

/** Whether pages of the file stand in the memory of this process. */
function isMapped(): boolean {
  return readFileSync('/proc/self/maps', 'utf8')
    .split('\n')
    .some((line) => line.endsWith(path));
}

it.runIf(process.platform === 'linux')(
  'what snapshots read of a file goes back to the system when none was taken for a while',
  async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const database = new Sqlite(path);
    database.pragma('journal_mode = WAL');
    database.exec('CREATE TABLE agency (code TEXT); INSERT INTO agency VALUES (1), (2)');
    database.close();
    const reader = new SqliteReader(path);
    const count = () => reader.snapshot((queries) => queries.get('SELECT COUNT(*) AS n FROM agency'));
    expect(await count()).toEqual({ n: 2 });
    vi.advanceTimersByTime(9_000);
    expect(await count()).toEqual({ n: 2 });
    vi.advanceTimersByTime(9_000);
    expect(isMapped()).toBe(true);
    vi.advanceTimersByTime(1_000);
    expect(isMapped()).toBe(false);
    expect(await count()).toEqual({ n: 2 });
    expect(isMapped()).toBe(true);
    vi.advanceTimersByTime(10_000);
    expect(isMapped()).toBe(false);
    await reader.close();
  },
);
