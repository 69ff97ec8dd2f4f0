import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { type Catalogue, onBothDatabases } from '../support/catalogue.js';
import { loadSample, tokenOf } from '../support/sample.js';
import { behindItsBack } from '../support/tamper.js';

const DECISION = { decisionNumber: '12/QĐ-UBND', decisionDate: '2026-03-02' };

/** Declares through the database, so that the test needs no facts that support the level. */
async function declare(catalogue: Catalogue, id: string, level: number): Promise<void> {
  await catalogue.app
    .get(UnitOfWork)
    .run({ actor: { name: 'system', agencyCode: null }, action: 'test.declare' }, async (unit) => {
      await unit.run(
        `INSERT INTO declaration (service_id, no, level, effective_from, facts_no, demonstration, actor, recorded_at)
         SELECT :id, MAX(no) + 1, :level, '2026-03-01', MAX(facts_no), 1, 'test', :at FROM declaration WHERE service_id = :id`,
        { id, level, at: unit.at },
      );
      unit.touch(id);
      unit.record(`service:${id}`, null, { level });
    });
}

async function close(catalogue: Catalogue, id: string): Promise<void> {
  await catalogue.app
    .get(UnitOfWork)
    .run({ actor: { name: 'system', agencyCode: null }, action: 'test.close' }, async (unit) => {
      await unit.run(`UPDATE public_service SET valid_to = '2026-03-01' WHERE id = :id`, { id });
      unit.touch(id);
      unit.record(`service:${id}`, null, { closed: true });
    });
}

onBothDatabases('Editions', loadSample, (catalogue) => {
  const get = (path: string) => catalogue().http().get(`/api/v1${path}`);
  const bytes = async (path: string, coding = 'identity') =>
    (await get(path).set('Accept-Encoding', coding).buffer(true).responseType('blob').expect(200))
      .body as Buffer;
  const create = async (user: 'planner' | 'clerk', body: object) =>
    catalogue()
      .http()
      .post('/api/v1/editions')
      .set('Authorization', `Bearer ${await tokenOf(catalogue(), user)}`)
      .send(body);

  it('are frozen by planners, with a decision, and by nobody else', async () => {
    expect((await create('clerk', DECISION)).status).toBe(403);
    const refused = await create('planner', { decisionNumber: '', decisionDate: '2026-02-30' });
    expect(refused.status).toBe(400);
    expect(refused.body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '/decisionDate',
      '/decisionNumber',
    ]);
    for (const blank of [' ', '\u00a0\n', '\u200b']) {
      const said = await create('planner', { ...DECISION, decisionNumber: blank, title: blank });
      expect(said.status).toBe(400);
      expect(
        said.body.errors
          .map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`)
          .sort(),
      ).toEqual(['/decisionNumber empty', '/title empty']);
    }
    const { status, body } = await create('planner', DECISION);
    expect(status).toBe(201);
    const list = await get('/services?limit=1').expect(200);
    expect(body).toMatchObject({ ...DECISION, edition: 1, asOf: '2026-03-02', services: list.body.total });
    const editions = await get('/editions').expect(200);
    expect(editions.body).toEqual({ items: [body], next: null, total: 1 });
    expect((await get('/editions/1').expect(200)).body).toEqual(body);
    await get('/editions/2').expect(404);
  });

  it('hold the bytes of that day’s exports, each with the hash in the manifest', async () => {
    const manifestText = (await bytes('/editions/1/manifest.json')).toString();
    const manifest = JSON.parse(manifestText);
    const { body } = await get('/editions/1').expect(200);
    const sha = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');
    expect(sha(manifestText)).toBe(body.manifestSha256);
    expect(manifest.files).toHaveLength(5);
    for (const { name, sha256, bytes: size } of manifest.files) {
      const frozen = await bytes(`/editions/1/${name}`);
      expect(sha(frozen)).toBe(sha256);
      expect(frozen.length).toBe(size);
      const asKept = await bytes(`/editions/1/${name}`, 'gzip');
      expect([name, 'sent as it is kept', asKept.equals(frozen)]).toEqual([name, 'sent as it is kept', true]);
      // RDF tells when the catalogue was last written to: creating the edition did.
      if (!/ttl|jsonld/.test(name))
        expect([name, (await bytes(`/${name}`)).equals(frozen)]).toEqual([name, true]);
    }
    const file = await get('/editions/1/services.csv');
    expect(file.headers['cache-control']).toContain('immutable');
    await get('/editions/1/services.csv').set('If-None-Match', file.headers['etag']!).expect(304);
  });

  it('stay as they were while the list goes on, and say what changed between two', async () => {
    const { body: page } = await get('/services?level=2&limit=3&sort=code').expect(200);
    const [raised, lowered, closed] = page.items.map((item: { id: string }) => item.id);
    const before = await bytes('/editions/1/services.jsonl');
    await declare(catalogue(), raised, 3);
    await declare(catalogue(), lowered, 1);
    await close(catalogue(), closed);
    expect((await create('planner', { ...DECISION, title: 'Lần 2' })).body).toMatchObject({
      edition: 2,
      title: 'Lần 2',
    });
    expect((await bytes('/editions/1/services.jsonl')).equals(before)).toBe(true);

    const { body } = await get('/editions/1/difference/2').expect(200);
    expect(body.counts).toMatchObject({ added: 0, removed: 1, raised: 1, lowered: 1, changed: 0 });
    const moved = body.items.map(({ kind, id, from, to }: Record<string, unknown>) => [kind, id, from, to]);
    expect(moved).toEqual([
      ['raised', raised, 2, 3],
      ['lowered', lowered, 2, 1],
      ['removed', closed, 2, null],
    ]);
    const { body: back } = await get('/editions/2/difference/1?kind=added').expect(200);
    expect(back.items.map(({ id }: { id: string }) => id)).toEqual([closed]);
    const first = await get('/editions/1/difference/2?limit=2').expect(200);
    const rest = await get(`/editions/1/difference/2?limit=2&cursor=${first.body.next}`).expect(200);
    expect([...first.body.items, ...rest.body.items]).toEqual(body.items);
    expect(rest.body.next).toBeNull();
    const same = await get('/editions/2/difference/2').expect(200);
    expect(same.body.items).toEqual([]);
  });

  it('can be verified by anybody, down to the byte', async () => {
    const { body } = await get('/editions/1/verify').expect(200);
    expect(body).toMatchObject({ ok: true, manifest: true, ledger: true, firstBad: null });
    await get('/editions/9/verify').expect(404);
  });

  it('refuse any change, and tell of one that was made behind their back', async () => {
    const write = (sql: string) => behindItsBack(catalogue(), sql);
    for (const table of ['edition', 'edition_part']) {
      await expect(write(`DELETE FROM ${table}`)).rejects.toThrow(/append-only/);
    }
    const update = `UPDATE edition_part SET bytes = (SELECT bytes FROM edition_part
      WHERE edition_no = 2 AND file = 'services.jsonl' AND part = 0)
      WHERE edition_no = 1 AND file = 'services.jsonl' AND part = 0`;
    await expect(write(update)).rejects.toThrow(/append-only/);
    for (const sql of withoutGuard(catalogue().engine, 'edition_part', update)) await write(sql);
    const { body } = await get('/editions/1/verify').expect(200);
    expect(body).toMatchObject({ ok: false, firstBad: 'services.jsonl' });

    const forged = `UPDATE edition SET manifest = REPLACE(manifest, '12/QĐ-UBND', '13/QĐ-UBND') WHERE no = 2`;
    for (const sql of withoutGuard(catalogue().engine, 'edition', forged)) await write(sql);
    const second = await get('/editions/2/verify').expect(200);
    expect(second.body).toMatchObject({ ok: false, manifest: false, firstBad: 'manifest.json' });
  });
});

/** What somebody with the right to alter tables can do. */
function withoutGuard(engine: Catalogue['engine'], table: string, sql: string): string[] {
  return engine === 'postgres'
    ? [`ALTER TABLE ${table} DISABLE TRIGGER ${table}_append_only`, sql]
    : [`DROP TRIGGER ${table}_no_update`, sql];
}
