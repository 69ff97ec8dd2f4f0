import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BuiltCatalogue } from '../support/built-catalogue.js';
import { Prepared } from '../support/prepared.js';

const MAY_MOUNT = process.getuid?.() === 0 && spawnSync('mount', ['--version']).status === 0;

describe('With a SQLite file that is not its own alone', () => {
  let prepared: Prepared;
  const mounts: string[] = [];
  beforeAll(async () => (prepared = await Prepared.of('better-sqlite3')));
  afterAll(() => {
    for (const folder of mounts) spawnSync('umount', ['-l', folder]);
    prepared?.remove();
  });

  const fileOf = ({ DATABASE_URL }: { DATABASE_URL: string }) => DATABASE_URL.slice('sqlite:'.length);

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
      const folder = join(prepared.folder, 'reading');
      mkdirSync(folder);
      mounts.push(folder);
      expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', folder]).status).toBe(0);
      const path = join(folder, 'catalog.sqlite');
      copyFileSync(fileOf(env), path);
      const there = { ...env, DATABASE_URL: `sqlite:${path}` };
      // Killed, it leaves the files beside that SQLite needs for reading.
      await (await BuiltCatalogue.start(there)).kill();
      expect(spawnSync('mount', ['-o', 'remount,ro', folder]).status).toBe(0);
      const { code, output } = await BuiltCatalogue.refusal(there);
      expect(code).toBe(1);
      expect(output).toContain(path);
      expect(output.trim().split('\n')).toHaveLength(1);
    },
  );
});
