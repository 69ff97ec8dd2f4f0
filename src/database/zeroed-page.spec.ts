import {
  copyFileSync,
  mkdtempSync,
  rmSync,
  truncateSync,
  writeFileSync,
  openSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zeroedPage } from './zeroed-page.js';

const PAGE = 4096;
const folder = mkdtempSync(join(tmpdir(), 'catalogue-pages-'));
const sound = join(folder, 'sound.sqlite');
let pages: number;
let free: number;

/** Long texts, which reach over several pages, and pages that were freed. */
beforeAll(() => {
  const database = new Sqlite(sound);
  database.exec(
    'CREATE TABLE change (seq INTEGER PRIMARY KEY, doc TEXT); CREATE TABLE gone (seq INTEGER PRIMARY KEY, doc TEXT)',
  );
  for (const table of ['change', 'gone']) {
    const insert = database.prepare(`INSERT INTO ${table} (doc) VALUES (?)`);
    for (let i = 0; i < 20; i += 1) insert.run('dịch vụ công '.repeat(i * 100));
  }
  database.exec('DELETE FROM gone');
  pages = (database.pragma('page_count') as [{ page_count: number }])[0].page_count;
  free = (database.pragma('freelist_count') as [{ freelist_count: number }])[0].freelist_count;
  database.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

function withZeroed(page: number): string {
  const path = join(folder, 'zeroed.sqlite');
  copyFileSync(sound, path);
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(PAGE), 0, PAGE, (page - 1) * PAGE);
  closeSync(file);
  return path;
}

describe('A page that was zeroed', () => {
  it('is found wherever it is, but for free ones', async () => {
    expect(free).toBeGreaterThan(20);
    let found = 0;
    for (let page = 2; page <= pages; page += 1) {
      const told = await zeroedPage(withZeroed(page));
      expect([undefined, page]).toContain(told);
      if (told === page) found += 1;
    }
    // Of the free pages the first of their list is in use: it names the others.
    expect(found).toBeGreaterThanOrEqual(pages - 1 - free);
  });

  it('is not told of a sound file, nor of what is no database', async () => {
    expect(await zeroedPage(sound)).toBeUndefined();
    const other = join(folder, 'other');
    for (const text of ['', 'short', 'no database '.repeat(1000)]) {
      writeFileSync(other, text);
      expect(await zeroedPage(other)).toBeUndefined();
    }
    copyFileSync(sound, other);
    truncateSync(other, PAGE * 3 - 1);
    expect(await zeroedPage(other)).toBeUndefined();
  });
});
