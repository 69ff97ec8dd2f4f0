import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BuiltCatalogue } from '../support/built-catalogue.js';
import { FourWriters } from '../support/four-writers.js';
import { fileOf, Prepared, rowsOf } from '../support/prepared.js';
import { cutPower, Strace, WITHOUT_STRACE } from '../support/strace.js';
import { tellNumbers } from '../support/summary.js';

/** `npm run faults` asks for more. */
const POWER_CUTS = Math.min(10, Number(process.env['FAULT_ROUNDS'] ?? 1));

const title = 'On a disk that fails';

describe.skipIf(WITHOUT_STRACE)(WITHOUT_STRACE ? `${title} (left out: ${WITHOUT_STRACE})` : title, () => {
  let prepared: Prepared;
  beforeAll(async () => (prepared = await Prepared.of('better-sqlite3')));
  afterAll(() => prepared?.remove());

  const line = (catalogue: BuiltCatalogue, title: string) =>
    catalogue.ask('POST', '/api/v1/plans/2031/lines', {
      token: prepared.tokens.planner,
      body: { kind: 'strand', title },
    });

  it('a write is answered only when the disk has it, and nothing answered is lost when the power fails', async () => {
    const env = await prepared.copy();
    const writers = new FourWriters(prepared.tokens.clerk);
    let lost = 0;
    for (let cut = 1; cut <= POWER_CUTS; cut += 1) {
      const catalogue = await BuiltCatalogue.start(env);
      await writers.sendAgain(catalogue);
      const strace = await Strace.attach(catalogue.child.pid!, prepared.folder, [
        '-e',
        'trace=pwrite64,fsync,fdatasync,writev,write',
      ]);
      const writing = writers.write(catalogue, new AbortController().signal);
      await writers.until(writers.answered + 20);
      await catalogue.kill();
      await writing;
      const calls = await strace.calls();
      expect(answeredUnsynced(calls)).toEqual([]);
      lost += cutPower(fileOf(env), calls);
      expect(await rowsOf(env.DATABASE_URL, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      expect(await writers.faults(env.DATABASE_URL)).toEqual([]);
    }
    const catalogue = await BuiltCatalogue.start(env);
    expect((await catalogue.ask('GET', '/api/v1/ledger/verify')).body).toMatchObject({ ok: true });
    expect(await catalogue.stop()).toBe(0);
    tellNumbers(`${POWER_CUTS} power cuts, ${writers.answered} writes answered, ${lost} bytes gone`);
  });

  it('a write that the disk refuses is neither answered nor seen, reads go on, and so do writes when it is well', async () => {
    const env = await prepared.copy();
    const catalogue = await BuiltCatalogue.start(env);
    try {
      const told: string[] = [];
      for (const fault of ['pwrite64:error=ENOSPC', 'pwrite64:error=EIO', 'fsync,fdatasync:error=EIO']) {
        const strace = await Strace.attach(catalogue.child.pid!, prepared.folder, [
          '-P',
          fileOf(env),
          '-P',
          `${fileOf(env)}-wal`,
          '-e',
          `inject=${fault}`,
        ]);
        for (const attempt of [1, 2]) {
          const refused = await line(catalogue, `refused ${fault} ${attempt}`);
          told.push(`${fault} ${refused.status} ${refused.body['code']}`);
          expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
          expect((await catalogue.ask('GET', `/api/v1/services?q=cap&limit=${told.length}`)).status).toBe(
            200,
          );
        }
        await strace.detach();
        expect((await line(catalogue, `taken after ${fault}`)).status).toBe(201);
      }
      expect(told.filter((text) => !text.endsWith(' 503 unavailable'))).toEqual([]);
      const titles = await rowsOf<{ title: string }>(
        env.DATABASE_URL,
        'SELECT title FROM plan_line ORDER BY no',
      );
      expect(titles.filter(({ title }) => title.startsWith('refused'))).toEqual([]);
      expect(titles.filter(({ title }) => title.startsWith('taken'))).toHaveLength(3);
      expect((await catalogue.ask('GET', '/api/v1/ledger/verify')).body).toMatchObject({ ok: true });
      expect(await catalogue.stop()).toBe(0);
    } finally {
      await catalogue.kill();
    }
  });
});

/** Answers of success to writes before which the -wal was not brought to the disk. */
function answeredUnsynced(calls: readonly string[]): string[] {
  const found: string[] = [];
  let isPending = false;
  let answers = 0;
  for (const call of calls) {
    if (/pwrite64\(\d+<[^>]+-wal>/.test(call)) isPending = true;
    else if (/f(data)?sync\(\d+<[^>]+-wal>\) += 0/.test(call)) isPending = false;
    else if (/"HTTP\/1\.1 201/.test(call)) {
      answers += 1;
      if (isPending) found.push(call);
    }
  }
  expect(answers).toBeGreaterThan(0);
  return found;
}
