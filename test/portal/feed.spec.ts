import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { expect, it } from 'vitest';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { type Catalogue, onBothDatabases } from '../support/catalogue.js';
import { loadSample } from '../support/sample.js';

interface Item {
  seq: number;
  op: 'upsert' | 'delete';
  id: string;
  service?: { id: string; version: number };
}

/** Follows the feed from a place until nothing more is there. */
async function follow(catalogue: Catalogue, since: string | undefined, limit: number) {
  const items: Item[] = [];
  let next = since;
  for (;;) {
    const query = new URLSearchParams({
      limit: String(limit),
      ...(next === undefined ? {} : { since: next }),
    });
    const { body } = await catalogue.http().get(`/api/v1/changes?${query}`).expect(200);
    items.push(...body.items);
    next = body.next as string;
    if (body.caughtUp) return { items, next };
  }
}

/** The list that a mirror holds after these changes. */
function mirrorOf(items: readonly Item[]): Map<string, unknown> {
  const mirror = new Map<string, unknown>();
  for (const { op, id, service } of items) {
    if (op === 'delete') mirror.delete(id);
    else mirror.set(id, service);
  }
  return mirror;
}

function checksumOf(mirror: Map<string, unknown>): { count: number; sha256: string } {
  const docs = [...mirror.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, service]) => canonicalize(service));
  return {
    count: docs.length,
    sha256: createHash('sha256')
      .update(`[${docs.join(',')}]`)
      .digest('hex'),
  };
}

const INTENT = { actor: { name: 'test', agencyCode: null }, action: 'test.write' };

onBothDatabases('The change feed', loadSample, (catalogue) => {
  it('gives a mirror the whole list, in numbers without gaps, and the checksum proves it', async () => {
    const { items } = await follow(catalogue(), undefined, 37);
    expect(items.map(({ seq }) => seq)).toEqual(items.map((_, i) => i + 1));
    const { body } = await catalogue().http().get('/api/v1/checksum').expect(200);
    expect(checksumOf(mirrorOf(items))).toEqual({ count: body.count, sha256: body.sha256 });
    expect(body.seq).toBe(items.length);
  });

  it('sends the services of an agency again when its name changes, and a tombstone when one ends', async () => {
    const before = await follow(catalogue(), undefined, 1000);
    await catalogue()
      .app.get(UnitOfWork)
      .run(INTENT, async (unit) => {
        await unit.run(`UPDATE agency SET name = 'Sở Tư pháp (đổi tên)' WHERE code = 'STP'`);
        await unit.run(`UPDATE public_service SET valid_to = '2026-01-31' WHERE id = '02635~1.001193'`);
        for (const { id } of await unit.all<{ id: string }>(
          `SELECT id FROM public_service WHERE agency_code = 'STP'`,
        )) {
          unit.touch(id);
        }
        unit.touch('02635~1.001193');
        unit.record('agency:STP', null, { name: 'Sở Tư pháp (đổi tên)' });
        unit.record('service:02635~1.001193', null, { validTo: '2026-01-31' });
      });
    const after = await follow(catalogue(), before.next, 1000);
    expect(after.items.filter(({ op }) => op === 'delete').map(({ id }) => id)).toEqual(['02635~1.001193']);
    const renamed = after.items.filter(({ op }) => op === 'upsert');
    expect(renamed.length).toBeGreaterThan(0);
    expect(renamed.every(({ id, service }) => id.startsWith('STP~') && service!.version === 2)).toBe(true);
    const { body } = await catalogue().http().get('/api/v1/checksum').expect(200);
    expect(checksumOf(mirrorOf([...before.items, ...after.items]))).toEqual({
      count: body.count,
      sha256: body.sha256,
    });
  });

  it('wakes who waits when something changes, and answers at once what is there', async () => {
    const { next } = await follow(catalogue(), undefined, 1000);
    const waiting = catalogue()
      .http()
      .get(`/api/v1/changes?since=${next}&wait=20`)
      .then(({ body }) => body);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await catalogue()
      .app.get(UnitOfWork)
      .run(INTENT, async (unit) => {
        await unit.run(`UPDATE public_service SET valid_to = '2026-01-31' WHERE id = '02638~1.001193'`);
        unit.touch('02638~1.001193');
        unit.record('service:02638~1.001193', null, { validTo: '2026-01-31' });
      });
    const body = await waiting;
    expect(body.items).toMatchObject([{ op: 'delete', id: '02638~1.001193' }]);
  });

  it('lets who waits wait again, and not on an answer kept from before', async () => {
    const { next } = await follow(catalogue(), undefined, 1000);
    for (let round = 0; round < 2; round++) {
      const began = performance.now();
      const answer = await catalogue().http().get(`/api/v1/changes?since=${next}&wait=1`).expect(200);
      expect(answer.body.items).toEqual([]);
      expect(performance.now() - began).toBeGreaterThan(900);
    }
  });

  it('keeps the checksum of a past day', async () => {
    const { body } = await catalogue().http().get('/api/v1/checksum?asOf=2012-12-31').expect(200);
    const list = await catalogue().http().get('/api/v1/services?asOf=2012-12-31&limit=500').expect(200);
    expect(body.count).toBe(list.body.total);
    const mirror = new Map<string, unknown>(list.body.items.map((item: { id: string }) => [item.id, item]));
    expect(checksumOf(mirror).sha256).toBe(body.sha256);
  });

  it('refuses a cursor that is not its own, or of a time that has not come', async () => {
    const foreign = await catalogue().http().get('/api/v1/services?limit=1').expect(200);
    for (const since of ['x', '%00', foreign.body.next as string]) {
      const { body } = await catalogue().http().get(`/api/v1/changes?since=${since}`).expect(400);
      expect(body.errors[0].pointer).toBe('/since');
    }
  });
});
