import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageFile } from '../../src/config/package-root.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { type OpenApi, OpenApiDocument } from '../../src/openapi/openapi-document.service.js';
import { type Catalogue, onBothDatabases } from '../support/catalogue.js';
import { declare } from '../support/declare.js';
import { loadSample } from '../support/sample.js';
import { seeded } from '../support/seeded.js';

const SEED = 43_2011;
const ROUNDS = 7;
const INTENT = { actor: { name: 'test', agencyCode: null }, action: 'test.write' };

let folder: string;
let program: string;

/** The example as its README has it built, in a folder of its own. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mirror-'));
  cpSync(packageFile('examples/mirror'), folder, {
    recursive: true,
    filter: (path) => !path.endsWith('dist'),
  });
  symlinkSync(packageFile('node_modules'), join(folder, 'node_modules'));
  const { status, stdout } = spawnSync(
    process.execPath,
    [packageFile('node_modules/typescript/bin/tsc'), '-p', folder],
    { encoding: 'utf8' },
  );
  expect(stdout).toBe('');
  expect(status).toBe(0);
  program = join(folder, 'dist', 'mirror.js');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Item {
  seq: number;
  op: 'upsert' | 'delete';
  id: string;
  service?: { id: string };
}

function mirror(catalogue: Catalogue, command: string, file: string): ChildProcess {
  const { port } = catalogue.app.getHttpServer().address() as AddressInfo;
  // Small pages, so that many of them are kept while the mirror is being killed.
  const args = [program, command, file, '--from', `http://127.0.0.1:${port}`, '--limit', '3'];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Runs the mirror to its end. */
async function run(
  catalogue: Catalogue,
  command: string,
  file: string,
): Promise<{ code: number; output: string }> {
  const child = mirror(catalogue, command, file);
  let output = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (text) => (output += String(text)));
  const code = await new Promise<number>((done) => child.once('close', (status) => done(status ?? -1)));
  return { code, output };
}

/** Every change in the file, in the order in which the mirror took it. */
function changesIn(file: string): Item[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => (JSON.parse(line) as { items: Item[] }).items);
}

async function listOf(catalogue: Catalogue): Promise<Map<string, unknown>> {
  const services = new Map<string, unknown>();
  for (let cursor = ''; ;) {
    const { body } = await catalogue.http().get(`/api/v1/services?limit=200${cursor}`).expect(200);
    for (const item of body.items as { id: string }[]) services.set(item.id, item);
    if (body.next === null) return services;
    cursor = `&cursor=${body.next as string}`;
  }
}

/** Declares, renames, closes and opens again, from several sides at once, until it is told to stop. */
function writeMeanwhile(catalogue: Catalogue, random: () => number, ids: string[]) {
  const stopped = new AbortController();
  const any = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)]!;
  const unitOfWork = catalogue.app.get(UnitOfWork);
  const writes = [
    () => declare(catalogue, any(ids), 1 + Math.floor(random() * 3), '2026-01-01'),
    () =>
      unitOfWork.run(INTENT, async (unit) => {
        const id = any(ids);
        const agency = id.split('~')[0]!;
        await unit.run('UPDATE agency SET name = :name WHERE code = :agency', {
          agency,
          name: `Cơ quan ${Math.floor(random() * 1e6)}`,
        });
        unit.record(`agency:${agency}`, null, null);
        for (const service of ids.filter((other) => other.startsWith(`${agency}~`))) unit.touch(service);
      }),
    () =>
      unitOfWork.run(INTENT, async (unit) => {
        const id = any(ids);
        await unit.run(
          `UPDATE public_service SET valid_to = CASE WHEN valid_to IS NULL THEN '2026-01-31' END WHERE id = :id`,
          { id },
        );
        unit.record(`service:${id}`, null, null);
        unit.touch(id);
      }),
  ];
  const writer = async () => {
    while (!stopped.signal.aborted) {
      await any(writes)();
      await pause(random() * 20);
    }
  };
  const done = Promise.all([writer(), writer(), writer()]);
  return async () => {
    stopped.abort();
    await done;
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

onBothDatabases('The mirror of examples/mirror', loadSample, (catalogue) => {
  it('has every change once and in order, however often it is killed while others write', async () => {
    const file = join(folder, `killed-${catalogue().engine}.jsonl`);
    const random = seeded(SEED);
    const ids = [...(await listOf(catalogue())).keys()];
    const stop = writeMeanwhile(catalogue(), random, ids);
    let kept = 0;
    try {
      for (let round = 0; round < ROUNDS; round += 1) {
        const child = mirror(catalogue(), 'follow', file);
        const ended = new Promise<NodeJS.Signals | null>((done) =>
          child.once('exit', (_, signal) => done(signal)),
        );
        // From its first page on, so that a slow start of the process does not make the round empty.
        await new Promise((resolve) => child.stdout!.once('data', resolve));
        await pause(random() * 400);
        child.kill('SIGKILL');
        expect(await ended).toBe('SIGKILL');
        const size = readFileSync(file).length;
        expect(size).toBeGreaterThan(kept);
        kept = size;
      }
    } finally {
      await stop();
    }

    const { code, output } = await run(catalogue(), 'check', file);
    expect(output).toContain('complete at change');
    expect(code).toBe(0);
    const { body: checksum } = await catalogue().http().get('/api/v1/checksum').expect(200);
    expect(output).toContain(
      `complete at change ${checksum.seq}: ${checksum.count} services, sha256 ${checksum.sha256}`,
    );
    const changes = changesIn(file);
    expect(changes.map(({ seq }) => seq)).toEqual(Array.from({ length: checksum.seq }, (_, i) => i + 1));
    const mirrored = new Map<string, unknown>();
    for (const { op, id, service } of changes)
      if (op === 'delete') mirrored.delete(id);
      else mirrored.set(id, service);
    expect(mirrored).toEqual(await listOf(catalogue()));
  });

  it('goes on from a file that breaks off at any byte', async () => {
    const file = join(folder, `cut-${catalogue().engine}.jsonl`);
    expect((await run(catalogue(), 'check', file)).code).toBe(0);
    const whole = readFileSync(file);
    const random = seeded(SEED);
    const lastLine = whole.lastIndexOf(10, whole.length - 2) + 1;
    const cuts = [0, 1, lastLine, lastLine + 1, whole.length - 1, Math.floor(random() * whole.length)];
    for (const cut of cuts) {
      writeFileSync(file, whole);
      truncateSync(file, cut);
      const { code, output } = await run(catalogue(), 'check', file);
      expect([cut, code, output]).toEqual([cut, 0, expect.stringContaining('complete at change')]);
      expect(changesIn(file)).toEqual(
        whole
          .toString('utf8')
          .split('\n')
          .filter(Boolean)
          .flatMap((line) => (JSON.parse(line) as { items: Item[] }).items),
      );
    }
  });

  it('says that it is not complete where its list differs from the catalogue’s, or changes are missing', async () => {
    const file = join(folder, `wrong-${catalogue().engine}.jsonl`);
    await run(catalogue(), 'check', file);
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, lines.join('\n').replaceAll(/"level":\d/g, '"level":9'));
    const differs = await run(catalogue(), 'check', file);
    expect(differs.code).toBe(1);
    expect(differs.output).toContain('the catalogue has');
    writeFileSync(file, [lines[0], ...lines.slice(2)].join('\n'));
    const gap = await run(catalogue(), 'check', file);
    expect(gap.code).toBe(1);
    expect(gap.output).toContain('should follow');
  });

  it('has its types from the OpenAPI document', async () => {
    const script = pathToFileURL(packageFile('scripts/generate-mirror-types.mjs')).href;
    const { mirrorTypes } = (await import(script)) as { mirrorTypes(document: OpenApi): Promise<string> };
    const types = await mirrorTypes(catalogue().app.get(OpenApiDocument).document);
    // Written anew by `node scripts/generate-mirror-types.mjs`.
    expect(readFileSync(packageFile('examples/mirror/api.d.ts'), 'utf8')).toBe(types);
  });
});

describe('The README of the mirror', () => {
  it('prints commands that name files which are there', () => {
    const text = readFileSync(packageFile('examples/mirror/README.md'), 'utf8');
    expect(text).toContain('npx tsc -p examples/mirror');
    expect(text.match(/examples\/mirror\/dist\/mirror\.js/g)!.length).toBeGreaterThan(1);
  });
});
