import { expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { loadSample } from '../support/sample.js';

interface Listed {
  code: string;
  name: string;
  hasForms: boolean;
  levels: Record<'none' | '1' | '2' | '3', number>;
  services: number;
}

onBothDatabases('The list of procedures', loadSample, (catalogue) => {
  const get = (path: string) => catalogue().http().get(`/api/v1${path}`);
  const items = async (query: string): Promise<Listed[]> =>
    (await get(`/procedures?limit=500&${query}`).expect(200)).body.items;
  const lowest = ({ levels }: Listed) =>
    levels.none > 0 ? 0 : levels['1'] > 0 ? 1 : levels['2'] > 0 ? 2 : 3;

  it('is paged by a cursor that gives every procedure once, in each order', async () => {
    for (const query of ['sort=name', 'sort=-updatedAt', 'sort=code', 'q=thu%20tuc']) {
      const seen: string[] = [];
      for (let cursor = ''; ;) {
        const { body } = await get(`/procedures?limit=3&${query}${cursor}`).expect(200);
        seen.push(...body.items.map((item: Listed) => item.code));
        if (body.next === null) {
          expect([query, seen.length, new Set(seen).size]).toEqual([query, body.total, body.total]);
          break;
        }
        cursor = `&cursor=${encodeURIComponent(body.next)}`;
      }
      expect(seen.length).toBeGreaterThan(3);
    }
  });

  it('finds names without diacritics, the nearest first, and filters by field and forms', async () => {
    const [first] = await items('q=dang%20ky%20khai%20sinh');
    expect(first?.name).toBe('Thủ tục đăng ký khai sinh');
    const all = await items('');
    const withForms = await items('hasForms=true');
    expect(withForms.map(({ code }) => code)).toEqual(
      all.filter(({ hasForms }) => hasForms).map(({ code }) => code),
    );
    expect(withForms.length).toBeGreaterThan(0);
    const { body } = await get('/procedures?field=none-such').expect(404);
    expect(body.errors[0]).toMatchObject({ pointer: '/field', code: 'unknown_reference' });
  });

  it('tells at which levels the services of each are, as the list of services has them', async () => {
    for (const item of await items('')) {
      const { body } = await get(`/services?procedure=${item.code}&limit=500`).expect(200);
      const levels = { none: 0, 1: 0, 2: 0, 3: 0 };
      for (const { level } of body.items) levels[(level ?? 'none') as keyof typeof levels] += 1;
      expect([item.code, item.levels, item.services]).toEqual([item.code, levels, body.total]);
    }
  });

  it('has, for a level, the procedures all of whose services within the scope reach it', async () => {
    for (const scope of ['scope=own', 'agency=080&scope=subtree', 'asOf=2012-12-31', 'levelOf=declared']) {
      const counted = await items(scope);
      const codes = (of: Listed[]) => of.map(({ code }) => code);
      for (const level of [1, 2, 3]) {
        expect(codes(await items(`${scope}&level=${level}`))).toEqual(
          codes(counted.filter((item) => lowest(item) === level)),
        );
        expect(codes(await items(`${scope}&minLevel=${level}`))).toEqual(
          codes(counted.filter((item) => lowest(item) >= level)),
        );
      }
      expect(codes(await items(`${scope}&level=none`))).toEqual(
        codes(counted.filter((item) => lowest(item) === 0)),
      );
      expect(counted.length).toBeGreaterThan(0);
    }
  });
});
