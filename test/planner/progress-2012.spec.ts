import { expect, it } from 'vitest';
import { readSeedFiles } from '../../src/seeding/seed-files.js';
import { Seeding } from '../../src/seeding/seeding.service.js';
import { onBothDatabases, type Catalogue } from '../support/catalogue.js';

const loadDemonstration = (catalogue: Catalogue) =>
  catalogue.app.get(Seeding).load('demo', readSeedFiles(), () => undefined);

interface Month {
  month: string;
  asOf: string;
  count: number;
  demonstration: number;
  target: number;
  list: string;
}

onBothDatabases('The year 2012', loadDemonstration, (catalogue) => {
  const progress = async () => (await catalogue().http().get('/api/v1/progress/2012').expect(200)).body;

  it('states 18 level-3 services of a total that is not stated, in the words of the report', async () => {
    const { lines } = await progress();
    expect(lines).toHaveLength(1);
    const [{ stated, ...line }] = lines;
    expect(line).toMatchObject({ kind: 'count', level: 3, target: 18, state: 'met', stateBasis: 'stated' });
    expect(stated).toMatchObject({
      actual: 18,
      denominator: null,
      text: '18 / không nêu',
      textEn: '18 / not stated',
      comparator: '=',
      sourceIndicator: 'OPS-04',
    });
    expect(stated.quote).toContain('18 dịch vụ đạt mức độ 3');
    expect(JSON.stringify(stated)).not.toContain('%');
  });

  it('shows beside it what the catalogue holds, and that this is demonstration data', async () => {
    const { lines, catalogueNote, catalogueNoteEn } = await progress();
    const { catalogue: number } = lines[0];
    expect(number).toMatchObject({
      numerator: 18,
      demonstration: 18,
      basis: 'published',
      asOf: '2012-12-31',
    });
    expect(number.denominator).toBeGreaterThan(18);
    const { body } = await catalogue().http().get(number.list).expect(200);
    expect(body.total).toBe(18);
    expect(body.items.every((service: { demonstration: boolean }) => service.demonstration)).toBe(true);
    expect(catalogueNote).toContain('dữ liệu minh họa');
    expect(catalogueNoteEn).toContain('demonstration data');
  });

  it('burns up month by month to exactly 18, each month with its list', async () => {
    const { burnUp, burnUpLine } = (await progress()) as { burnUp: Month[]; burnUpLine: number };
    expect(burnUpLine).toBe(1);
    expect(burnUp.map(({ month }) => month)).toEqual(
      Array.from({ length: 12 }, (_, i) => `2012-${String(i + 1).padStart(2, '0')}`),
    );
    expect(burnUp[1]!.asOf).toBe('2012-02-29');
    const counts = burnUp.map(({ count }) => count);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(burnUp.at(-1)).toMatchObject({ asOf: '2012-12-31', count: 18, demonstration: 18, target: 18 });
    expect(burnUp.every(({ target, demonstration, count }) => target === 18 && demonstration === count)).toBe(
      true,
    );
    for (const { list, count } of burnUp) {
      expect((await catalogue().http().get(list).expect(200)).body.total).toBe(count);
    }
  });

  it('gives every indicator of the report, grouped as in it, with comparator, unit and quote', async () => {
    const { indicators } = await progress();
    const seeds = readSeedFiles().indicators;
    const shown = indicators.flatMap((group: { items: { id: string }[] }) => group.items);
    expect(shown.map(({ id }: { id: string }) => id).sort()).toEqual(seeds.map(({ id }) => id).sort());
    expect(indicators.map(({ group }: { group: string }) => group)).toEqual([
      ...new Set(seeds.map(({ group }) => group)),
    ]);
    for (const seed of seeds) {
      const { id, unit, value, comparator, period, quote } = seed;
      expect(shown.find((item: { id: string }) => item.id === id)).toMatchObject({
        unit,
        value,
        comparator,
        period,
        quote,
      });
    }
  });

  it('goes on to the three strands of 2013, of which no figure is known', async () => {
    const { nextPlan } = await progress();
    expect(nextPlan.year).toBe(2013);
    expect(nextPlan.lines.map(({ kind, target }: { kind: string; target: null }) => [kind, target])).toEqual([
      ['strand', null],
      ['strand', null],
      ['strand', null],
    ]);
    const { body } = await catalogue().http().get('/api/v1/progress/2013').expect(200);
    expect(body.lines.map(({ state }: { state: string }) => state)).toEqual(Array(3).fill('not_measurable'));
    expect(body).toMatchObject({ burnUp: [], burnUpLine: null, nextPlan: null, catalogueNote: null });
  });

  it('is not made up for a year without a plan', async () => {
    await catalogue().http().get('/api/v1/progress/2020').expect(404);
    await catalogue().http().get('/api/v1/progress/abc').expect(400);
  });
});
