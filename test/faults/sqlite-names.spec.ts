import { copyFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BuiltCatalogue } from '../support/built-catalogue.js';
import { fileOf, Prepared } from '../support/prepared.js';
import { MAY_MOUNT, SmallDisks } from '../support/small-disks.js';

describe('With a SQLite file that is not its own alone', () => {
  let prepared: Prepared;
  const disks = new SmallDisks();
  beforeAll(async () => (prepared = await Prepared.of('better-sqlite3')));
  afterAll(() => {
    disks.remove();
    prepared?.remove();
  });

  it('of another program it refuses to start, and leaves it as it is', async () => {
    const env = await prepared.copy();
    const path = fileOf(env);
    rmSync(path);
    const other = new BetterSqlite3(path);
    other.exec('CREATE TABLE letters (subject text)');
    other.close();
    const { code, output } = await BuiltCatalogue.refusal(env);
    expect(code).toBe(1);
    expect(output).toContain(path);
    expect(output).toContain('letters');
    expect(output.trim().split('\n')).toHaveLength(1);
    const after = new BetterSqlite3(path, { readonly: true });
    expect(after.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['letters']);
    after.close();
  });

  it('by another name of it a second program refuses to start', async () => {
    const env = await prepared.copy();
    const catalogue = await BuiltCatalogue.start(env);
    try {
      const link = `${fileOf(env)}.link`;
      symlinkSync(fileOf(env), link);
      const refused = { code: 1, output: expect.stringContaining('in use') };
      expect(await BuiltCatalogue.refusal({ ...env, DATABASE_URL: `sqlite:${link}` })).toMatchObject(refused);
    } finally {
      await catalogue.kill();
    }
  });

  it('taken away it takes no write, is not ready, and goes on when it is back', async () => {
    const env = await prepared.copy();
    const catalogue = await BuiltCatalogue.start(env);
    try {
      const folder = dirname(fileOf(env));
      const line = async () => {
        const body = { kind: 'strand', title: 'Đào tạo' };
        const written = await catalogue.ask('POST', '/api/v1/plans/2031/lines', {
          token: prepared.tokens.planner,
          body,
        });
        return written.status;
      };
      expect(await line()).toBe(201);
      renameSync(folder, `${folder}-away`);
      expect(await line()).toBe(503);
      expect((await catalogue.ask('GET', '/readyz')).status).toBe(503);
      expect((await catalogue.ask('GET', '/healthz')).status).toBe(200);
      expect([200, 503]).toContain((await catalogue.ask('GET', '/api/v1/services?limit=5')).status);
      renameSync(`${folder}-away`, folder);
      expect(await line()).toBe(201);
      expect((await catalogue.ask('GET', '/readyz')).status).toBe(200);
      expect((await catalogue.ask('GET', '/api/v1/services?limit=6')).status).toBe(200);
    } finally {
      await catalogue.kill();
    }
  });

  it.skipIf(!MAY_MOUNT)(
    'on a disk that is mounted for reading alone it refuses to start (left out where this user may mount nothing)',
    async () => {
      const env = await prepared.copy();
      const folder = disks.make(prepared.folder, 'reading', '64m');
      const path = join(folder, 'catalog.sqlite');
      copyFileSync(fileOf(env), path);
      const there = { ...env, DATABASE_URL: `sqlite:${path}` };
      // Killed, it leaves the files beside that SQLite needs for reading.
      await (await BuiltCatalogue.start(there)).kill();
      disks.close(folder);
      const { code, output } = await BuiltCatalogue.refusal(there);
      expect(code).toBe(1);
      expect(output).toContain(path);
      expect(output.trim().split('\n')).toHaveLength(1);
    },
  );
});
