import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFile, DatabaseFileError } from './file-check.js';

const PAGE = 4096;

describe.each([
  ['small', Infinity],
  ['large enough for a thread', 0],
])('A SQLite file that is %s', (_, worthAThread) => {
  let folder: string;
  let whole: Buffer;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'catalogue-file-'));
    const path = join(folder, 'whole.sqlite');
    const database = new BetterSqlite3(path);
    database.exec('CREATE TABLE service (id TEXT PRIMARY KEY)');
    database.exec(
      `WITH RECURSIVE n (no) AS (SELECT 1 UNION ALL SELECT no + 1 FROM n WHERE no < 5000)
       INSERT INTO service SELECT '000.00.00.H38-' || no FROM n`,
    );
    database.close();
    whole = readFileSync(path);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const check = (bytes: Buffer | string) => {
    const path = join(folder, 'tried.sqlite');
    writeFileSync(path, bytes);
    return checkFile(path, worthAThread);
  };

  it('is let through where it is whole, and where there is none yet', async () => {
    await expect(check(whole)).resolves.toBeUndefined();
    await expect(checkFile(join(folder, 'none.sqlite'), worthAThread)).resolves.toBeUndefined();
  });

  it('is refused where a page is missing or overwritten, and where it is none', async () => {
    const overwritten = Buffer.from(whole);
    overwritten.fill(0, 10 * PAGE, 11 * PAGE);
    for (const bytes of [whole.subarray(0, -PAGE), overwritten, 'Danh mục dịch vụ công'.repeat(500), '']) {
      const refusal = await check(bytes).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(DatabaseFileError);
      expect(String(refusal)).toMatch(/tried\.sqlite is (damaged|empty)/);
    }
  });
});
