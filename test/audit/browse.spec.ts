import { expect, it } from 'vitest';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { onBothDatabases, type Catalogue } from '../support/catalogue.js';
import { loadSample, tokenOf } from '../support/sample.js';

/** Three entries on three days; the middle one late on 4 March in UTC, which is 5 March in Vietnam. */
async function prepare(catalogue: Catalogue): Promise<void> {
  await loadSample(catalogue);
  const instants = ['2026-03-03T03:00:00.000Z', '2026-03-04T18:00:00.000Z', '2026-03-06T03:00:00.000Z'];
  for (const [i, instant] of instants.entries()) {
    catalogue.setNow(instant);
    await catalogue.app
      .get(UnitOfWork)
      .run(
        { actor: { name: i === 1 ? 'minh' : 'lan', agencyCode: null }, action: 'test.note' },
        async (unit) => {
          unit.record('note:a', i === 0 ? null : { at: i - 1 }, { at: i });
          unit.record(`note:other${i}`, null, { i });
        },
      );
  }
}

onBothDatabases('The ledger as an auditor reads it', prepare, (catalogue) => {
  const read = async (path: string, as: 'admin' | 'inspector' | 'clerk' = 'inspector') =>
    catalogue()
      .http()
      .get(`/api/v1${path}`)
      .set('authorization', `Bearer ${await tokenOf(catalogue(), as)}`);

  it('shows one record’s history, the newest first, with before and after', async () => {
    const { body } = await read('/ledger?subject=note:a');
    expect(body.total).toBe(3);
    expect(body.items.map((entry: { actor: string }) => entry.actor)).toEqual(['lan', 'minh', 'lan']);
    expect(body.items[1]).toMatchObject({
      action: 'test.note',
      itemCount: 2,
      items: [{ subject: 'note:a', before: { at: 0 }, after: { at: 1 } }],
    });
  });

  it('finds by actor, action and days as Vietnam counts them', async () => {
    expect((await read('/ledger?actor=minh')).body.total).toBe(1);
    expect((await read('/ledger?action=test.note&actor=lan')).body.total).toBe(2);
    expect((await read('/ledger?action=test.note&from=2026-03-05&to=2026-03-05')).body.items).toMatchObject([
      { actor: 'minh' },
    ]);
    expect((await read('/ledger?action=test.note&from=2026-03-04&to=2026-03-04')).body.total).toBe(0);
  });

  it('gives every entry once, page by page', async () => {
    const seen: number[] = [];
    let path = '/ledger?limit=2';
    for (;;) {
      const { body } = await read(path);
      seen.push(...body.items.map((entry: { seq: number }) => entry.seq));
      if (body.next === null) {
        expect(seen).toHaveLength(body.total);
        break;
      }
      path = `/ledger?limit=2&cursor=${encodeURIComponent(body.next)}`;
    }
    expect(seen).toEqual([...seen].sort((a, b) => b - a));
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('is closed to clerks and strangers, and tells a wrong question all its faults', async () => {
    expect((await read('/ledger', 'clerk')).status).toBe(403);
    await catalogue().http().get('/api/v1/ledger').expect(401);
    expect((await read('/ledger/999999')).status).toBe(404);
    const { status, body } = await read('/ledger?limit=0&from=2026-02-30&nonsense=1');
    expect(status).toBe(400);
    expect(body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '/from',
      '/limit',
      '/nonsense',
    ]);
    expect((await read('/ledger?from=2026-03-02&to=2026-03-01')).body.errors[0].code).toBe(
      'ends_before_start',
    );
  });
});
