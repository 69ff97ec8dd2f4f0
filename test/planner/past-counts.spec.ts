import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Reader } from '../../src/database/reader.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { keptCounts } from '../../src/publication/kept-counts.query.js';
import { onBothDatabases } from '../support/catalogue.js';
import { declare } from '../support/declare.js';
import { loadSample } from '../support/sample.js';

const DAYS = ['2012-01-01', '2012-06-15', '2012-06-16', '2014-02-28', '2020-01-01', '2030-05-05'];
/** Later than every write: the same knowledge as now, counted from the history. */
const FROM_HISTORY = '&knownAt=2099-01-01T00:00:00Z';
const QUESTIONS = [
  'by=agency',
  'by=agency&agency=080&scope=subtree',
  'by=agency&agency=STP&basis=declared',
  'by=district&scope=subtree',
  'by=level-of-government&basis=verified',
  'by=field',
];
const LISTS = [
  '',
  '&level=2',
  '&agency=STP',
  '&agency=080&scope=subtree&minLevel=1',
  '&agencyLevel=commune',
  '&state=violation',
];

const write = fc.oneof(
  fc.record({
    what: fc.constant('declare' as const),
    at: fc.nat(),
    level: fc.integer({ min: 1, max: 3 }),
    day: fc.constantFrom(...DAYS),
  }),
  fc.record({
    what: fc.constant('close' as const),
    at: fc.nat(),
    day: fc.constantFrom('2021-03-01', '2029-12-31'),
  }),
);

onBothDatabases('Counts of past and coming days', loadSample, (catalogue) => {
  const get = async (path: string) => {
    const { status, body } = await catalogue().http().get(`/api/v1${path}`);
    expect([path, status]).toEqual([path, 200]);
    return body;
  };

  it('are kept in step with the history, whatever is written of whatever day', async () => {
    const services = await catalogue()
      .app.get(Reader)
      .all<{ id: string }>('SELECT service_id AS id FROM published_service ORDER BY 1');
    for (const one of fc.sample(write, { numRuns: 40, seed: 2012 })) {
      const { id } = services[one.at % services.length]!;
      if (one.what === 'declare') await declare(catalogue(), id, one.level, one.day);
      else await close(id, one.day);
    }
    expect((await catalogue().app.get(Reader).snapshot(keptCounts)).outOfStep).toEqual([]);
  });

  it('answer what counting the history answers', async () => {
    for (const day of ['1900-01-01', ...DAYS, '2021-03-01', '2999-12-31']) {
      for (const question of QUESTIONS) {
        const path = `/reports/coverage?${question}&asOf=${day}`;
        const [kept, counted] = [await get(path), await get(path + FROM_HISTORY)];
        expect(kept.rows.map(figures), path).toEqual(counted.rows.map(figures));
        expect(figures(kept.totals), path).toEqual(figures(counted.totals));
      }
      for (const list of LISTS) {
        const path = `/services?limit=1&asOf=${day}${list}`;
        expect([path, (await get(path)).total]).toEqual([path, (await get(path + FROM_HISTORY)).total]);
      }
    }
  });

  async function close(id: string, day: string): Promise<void> {
    await catalogue()
      .app.get(UnitOfWork)
      .run({ actor: { name: 'test', agencyCode: null }, action: 'test.close' }, async (unit) => {
        await unit.run('UPDATE public_service SET valid_to = :day WHERE id = :id', { id, day });
        unit.record(`service:${id}`, null, { validTo: day });
        unit.touch(id);
      });
  }
});

/** A row without its lists, which say as known when. */
function figures(row: Record<string, unknown>) {
  return Object.entries(row).filter(([name]) => name !== 'coverage' && name !== 'list');
}
