import { expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { loadSample } from '../support/sample.js';

interface Listed {
  id: string;
  level: number | null;
  agency: { code: string };
  procedure: { code: string; name: string };
}

onBothDatabases('The published list', loadSample, (catalogue) => {
  const get = (path: string) => catalogue().http().get(`/api/v1${path}`);

  it.each([
    'sort=name',
    'sort=-name',
    'sort=level',
    'sort=-updatedAt',
    'q=thu%20tuc',
    'q=khai%20sinh&asOf=2012-12-31',
  ])('is paged by a cursor that gives every service once (%s)', async (question) => {
    const whole = await get(`/services?limit=500&${question}`).expect(200);
    const seen: string[] = [];
    let path = `/services?limit=7&${question}`;
    for (;;) {
      const { body } = await get(path).expect(200);
      seen.push(...body.items.map((item: Listed) => item.id));
      if (body.next === null) break;
      path = `/services?limit=7&${question}&cursor=${encodeURIComponent(body.next)}`;
    }
    expect(seen).toEqual(whole.body.items.map((item: Listed) => item.id));
    expect(seen).toHaveLength(whole.body.total);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(14);
  });

  it('finds a procedure without diacritics, the nearest name first', async () => {
    const { body } = await get('/services?q=dang%20ky%20khai%20sinh&limit=500').expect(200);
    const names = body.items.map((item: Listed) => item.procedure.name);
    expect(names[0]).toBe('Thủ tục đăng ký khai sinh');
    expect(names).toContain('Thủ tục đăng ký khai sinh lưu động');
  });

  it('is as it was on another day', async () => {
    const before = await get('/services?asOf=2011-12-31&minLevel=1').expect(200);
    expect(before.body.total).toBe(0);
    const after = await get('/services?asOf=2012-12-31&minLevel=1').expect(200);
    expect(after.body.total).toBeGreaterThan(0);
    expect(after.body.asOf).toBe('2012-12-31');
  });

  it('has on another day, within one agency or procedure, what the whole list has of it', async () => {
    const day = 'asOf=2012-12-31&limit=500';
    const whole = (await get(`/services?${day}`).expect(200)).body.items as Listed[];
    const [{ agency, procedure }] = whole as [Listed];
    for (const [filter, isOf] of [
      [`agency=${agency.code}`, (one: Listed) => one.agency.code === agency.code],
      [`procedure=${procedure.code}`, (one: Listed) => one.procedure.code === procedure.code],
    ] as const) {
      const { body } = await get(`/services?${day}&${filter}`).expect(200);
      expect(body.items, filter).toEqual(whole.filter(isOf));
      expect(body.total, filter).toBe(body.items.length);
    }
  });

  it('answers 304 to who has it already, and refuses what it does not know', async () => {
    const first = await get('/services?limit=3').expect(200);
    await get('/services?limit=3').set('If-None-Match', first.headers['etag']!).expect(304);
    const { body } = await get('/services?limit=900&nonsense=1&asOf=2012-02-30').expect(400);
    expect(
      body.errors.map((error: { pointer: string; code: string }) => [error.pointer, error.code]),
    ).toEqual(
      expect.arrayContaining([
        ['/limit', 'integer_out_of_range'],
        ['/nonsense', 'unknown_parameter'],
        ['/asOf', 'not_a_date'],
      ]),
    );
  });
});
