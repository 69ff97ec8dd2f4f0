import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BuiltCatalogue } from '../support/built-catalogue.js';
import { FourWriters } from '../support/four-writers.js';
import { until } from '../support/patience.js';
import { fileOf, Prepared } from '../support/prepared.js';
import { MAY_MOUNT, SmallDisks } from '../support/small-disks.js';

const PAGE = 4096;

describe('With its SQLite file', () => {
  let prepared: Prepared;
  const disks = new SmallDisks();
  beforeAll(async () => (prepared = await Prepared.of('better-sqlite3')));
  afterAll(() => {
    disks.remove();
    prepared?.remove();
  });

  const list = (catalogue: BuiltCatalogue, n: number) => catalogue.ask('GET', `/api/v1/services?limit=${n}`);

  const damages: [string, (path: string) => void][] = [
    ['cut by a page', (path) => truncateSync(path, statSync(path).size - PAGE)],
    ['cut to nothing', (path) => truncateSync(path, 0)],
    ['zeroed in its middle', (path) => overwrite(path, Buffer.alloc(PAGE), middleOf(path))],
    ['no database at all', (path) => writeFileSync(path, 'Danh mục dịch vụ công\n'.repeat(2000))],
  ];
  it('damaged in any way it refuses to start, in one line that names the file', async () => {
    for (const [what, damage] of damages) {
      const env = await prepared.copy();
      const path = fileOf(env);
      damage(path);
      const before = readFileSync(path);
      const { code, output } = await BuiltCatalogue.refusal(env);
      expect({ what, code, lines: output.trim().split('\n').length }).toEqual({ what, code: 1, lines: 1 });
      expect(output, what).toContain(path);
      expect(readFileSync(path).equals(before), what).toBe(true);
    }
  });

  it('where nothing can be written it refuses to start', async () => {
    const env = await prepared.copy();
    const path = `${fileOf(env)}/below/catalog.sqlite`;
    const { code, output } = await BuiltCatalogue.refusal({ ...env, DATABASE_URL: `sqlite:${path}` });
    expect(code).toBe(1);
    expect(output).toContain(path);
    expect(output.trim().split('\n')).toHaveLength(1);
  });

  it('in a folder that is not there, as of a volume that is not mounted, production refuses to begin a new one', async () => {
    const { DATABASE_URL: _, ...env } = await prepared.copy();
    const folder = join(prepared.folder, 'volume');
    const there = { ...env, DATABASE_URL: `sqlite:${join(folder, 'catalog.sqlite')}` };
    const production = {
      ...there,
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://catalogue.example',
      SESSION_SECRET: randomBytes(32).toString('base64'),
    };
    const { code, output } = await BuiltCatalogue.refusal(production);
    expect(code).toBe(1);
    expect(output).toMatch(/DATABASE_URL/);
    expect(output).toContain(`${folder} `);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(existsSync(folder)).toBe(false);
    mkdirSync(folder);
    expect(await (await BuiltCatalogue.start(production)).stop()).toBe(0);
    rmSync(folder, { recursive: true });
    expect(await (await BuiltCatalogue.start({ ...there, SEED: 'none' })).stop()).toBe(0);
  });

  it('left by a killed program with a torn end of its -wal it has all that was answered', async () => {
    const env = await prepared.copy();
    const catalogue = await BuiltCatalogue.start(env);
    const writers = new FourWriters(prepared.tokens.clerk);
    const writing = writers.write(catalogue, new AbortController().signal);
    await writers.until(10);
    await catalogue.kill();
    await writing;
    appendFileSync(`${fileOf(env)}-wal`, Buffer.alloc(5000, 'garbage '));
    const again = await BuiltCatalogue.start(env);
    expect((await again.ask('GET', '/api/v1/ledger/verify')).body).toMatchObject({ ok: true });
    expect(await again.stop()).toBe(0);
    expect(await writers.faults(env.DATABASE_URL)).toEqual([]);
  });

  it('locked by another program it goes on reading, says so to writers, and goes on by itself', async () => {
    const env = await prepared.copy();
    const catalogue = await BuiltCatalogue.start(env);
    try {
      const other = new BetterSqlite3(fileOf(env));
      other.exec('BEGIN EXCLUSIVE');
      const line = () =>
        catalogue.ask('POST', '/api/v1/plans/2031/lines', {
          token: prepared.tokens.planner,
          body: { kind: 'strand', title: 'Đào tạo' },
        });
      const refused = await line();
      expect(refused.status).toBe(503);
      expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
      expect((await list(catalogue, 3)).status).toBe(200);
      other.exec('ROLLBACK');
      other.close();
      expect((await line()).status).toBe(201);
      const second = await BuiltCatalogue.refusal(env);
      expect(second).toMatchObject({ code: 1, output: expect.stringContaining('in use') });
    } finally {
      await catalogue.kill();
    }
  });

  it.skipIf(!MAY_MOUNT)(
    'on a full disk it answers reads, refuses writes, and goes on when there is space (left out where this user may mount nothing)',
    async () => {
      const env = await prepared.copy();
      const folder = disks.make(
        prepared.folder,
        'full',
        `${Math.ceil(statSync(fileOf(env)).size / 1024) + 6 * 1024}k`,
      );
      const url = `sqlite:${join(folder, 'catalog.sqlite')}`;
      copyFileSync(fileOf(env), join(folder, 'catalog.sqlite'));
      const files = { EVIDENCE_DIR: join(folder, 'evidence'), IMPORT_DIR: join(folder, 'imports') };
      const catalogue = await BuiltCatalogue.start({ ...env, ...files, DATABASE_URL: url });
      try {
        const writers = new FourWriters(prepared.tokens.clerk);
        const enough = new AbortController();
        const writing = writers.write(catalogue, enough.signal);
        await writers.until(5);
        fill(join(folder, 'filler'));
        await until(() => writers.refusals.size > 0, 'a write that the full disk refuses');
        expect([...writers.refusals.keys()]).toEqual([503]);
        expect((await list(catalogue, 4)).status).toBe(200);
        expect((await catalogue.ask('GET', '/healthz')).status).toBe(200);
        const form = new FormData();
        form.append('file', new Blob(['%PDF-1.4\n', 'x'.repeat(3_000_000)]), 'a.pdf');
        const evidence = await fetch(`${catalogue.address}/api/v1/services/STP~1.000688/evidence`, {
          method: 'POST',
          headers: { authorization: `Bearer ${prepared.tokens.clerk}` },
          body: form,
        });
        expect(evidence.status).toBe(503);
        rmSync(join(folder, 'filler'));
        await writers.until(writers.answered + 5);
        enough.abort();
        await writing;
        expect(await catalogue.stop()).toBe(0);
        expect(await writers.faults(url)).toEqual([]);
      } finally {
        await catalogue.kill();
      }
    },
  );

  it.skipIf(!MAY_MOUNT)(
    'on a disk that became read-only it refuses to start (left out where this user may mount nothing)',
    async () => {
      const env = await prepared.copy();
      const folder = disks.make(prepared.folder, 'read-only', '64m');
      copyFileSync(fileOf(env), join(folder, 'catalog.sqlite'));
      disks.close(folder);
      const { code, output } = await BuiltCatalogue.refusal({
        ...env,
        DATABASE_URL: `sqlite:${join(folder, 'catalog.sqlite')}`,
      });
      expect(code).toBe(1);
      expect(output).toContain(join(folder, 'catalog.sqlite'));
      expect(output.trim().split('\n')).toHaveLength(1);
    },
  );
});

/** Takes all the space that there is. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  try {
    for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 4)) {
      try {
        for (;;) writeSync(file, Buffer.alloc(size));
      } catch (error) {
        if ((error as { code?: unknown }).code !== 'ENOSPC') throw error;
      }
    }
  } finally {
    closeSync(file);
  }
}

function middleOf(path: string): number {
  return Math.floor(statSync(path).size / PAGE / 2) * PAGE;
}

function overwrite(path: string, bytes: Buffer, at: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, bytes, 0, bytes.length, at);
  closeSync(file);
}
