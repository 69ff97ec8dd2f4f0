import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { expect, it } from 'vitest';
import { Reader } from '../../src/database/reader.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import type { MovedService } from '../../src/reports/compare.query.js';
import { type Catalogue, NOW, onBothDatabases } from '../support/catalogue.js';
import { declare } from '../support/declare.js';
import { loadSample, tokenOf } from '../support/sample.js';

const SYSTEM = { actor: { name: 'system', agencyCode: null }, action: 'test.prepare' };

interface Point {
  asOf: string;
  total: number;
  atLeast: Record<string, number>;
  exact: Record<string, number>;
}

/** The services with forms rest at level 1 since 2015. */
async function loadViolations(catalogue: Catalogue): Promise<void> {
  await loadSample(catalogue);
  const services = await catalogue.app
    .get(Reader)
    .all<{ service_id: string }>('SELECT service_id FROM published_service WHERE has_forms = 1');
  expect(services.length).toBeGreaterThan(1);
  for (const { service_id } of services) await declare(catalogue, service_id, 1, '2015-01-01');
}

onBothDatabases('Reports', loadViolations, (catalogue) => {
  const get = (path: string) =>
    catalogue()
      .http()
      .get(path.startsWith('/api') ? path : `/api/v1${path}`);

  it('give the coverage as CSV that a spreadsheet opens with the right cells', async () => {
    const { body } = await get('/reports/coverage?asOf=2012-12-31').expect(200);
    const file = await get('/reports/coverage.csv?asOf=2012-12-31').expect(200);
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(file.text.startsWith('\uFEFFkey,name,total')).toBe(true);
    const rows: Record<string, string>[] = parse(file.text, { bom: true, columns: true });
    expect(rows).toHaveLength(body.rows.length + 1);
    const commune = body.rows.find((row: { key: string }) => row.key === '02662');
    expect(rows.find(({ key }) => key === '02662')).toMatchObject({
      name: commune.name,
      total: String(commune.total),
      at_least_1: String(commune.atLeast[1]),
      as_of: '2012-12-31',
    });
    expect(rows.at(-1)).toMatchObject({ key: '', name: 'Tổng', total: String(body.totals.total) });
  });

  it('give the coverage as a spreadsheet whose codes are text', async () => {
    const { body } = await get('/reports/coverage.xlsx?asOf=2012-12-31').responseType('blob').expect(200);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(body);
    const sheet = workbook.getWorksheet('coverage')!;
    const codes = sheet.getColumn(1).values;
    const row = sheet.getRow(codes.indexOf('02662'));
    expect(row.getCell(1).value).toBe('02662');
    expect(row.getCell(1).numFmt).toBe('@');
    expect(row.getCell(3).value).toBeTypeOf('number');
  });

  it('give the coverage as a picture that says in words what it shows', async () => {
    const { body, headers } = await get(
      '/reports/coverage.svg?by=level-of-government&asOf=2012-12-31',
    ).expect(200);
    expect(headers['content-type']).toBe('image/svg+xml; charset=utf-8');
    const svg = String(body);
    expect(svg).toContain(
      '<title id="title">Mức độ dịch vụ công theo cấp chính quyền, ngày 31/12/2012</title>',
    );
    expect(svg).toMatch(/<desc id="desc">Theo mức độ công bố\. Tổng \d+ dịch vụ công/);
    expect(svg).toContain('Cấp xã: chưa đạt mức 1:');
    expect(svg).toContain('url(#lines)');
  });

  it.each([
    'unit=service',
    'unit=procedure',
    'unit=service&agency=080&scope=subtree',
    'unit=procedure&agency=STP',
  ])('count at the end of each step what the coverage counts on that day (%s)', async (question) => {
    const { body } = await get(
      `/reports/timeline?from=2011-10-01&to=2013-02-15&step=quarter&${question}`,
    ).expect(200);
    expect(body.points.map(({ asOf }: Point) => asOf)).toEqual([
      '2011-12-31',
      '2012-03-31',
      '2012-06-30',
      '2012-09-30',
      '2012-12-31',
      '2013-02-15',
    ]);
    for (const { asOf, ...point } of body.points) {
      const coverage = await get(`/reports/coverage?asOf=${asOf}&${question}`).expect(200);
      expect(point).toEqual(coverage.body.totals);
    }
    expect(body.points.at(-1).atLeast[1]).toBeGreaterThan(body.points[0].atLeast[1]);
  });

  it('refuse a time line that runs backwards or has too many steps', async () => {
    await get('/reports/timeline?from=2013-01-01&to=2012-01-01').expect(400);
    const { body } = await get('/reports/timeline?from=1950-01-01&to=2012-01-01&step=month').expect(400);
    expect(body.errors[0].code).toBe('too_many_steps');
    await get('/reports/timeline?to=2012-01-01').expect(400);
  });

  it('name every service that moved between two days, once', async () => {
    const question = 'a=2011-12-31&b=2012-12-31&limit=20';
    const first = (await get(`/reports/compare?${question}`).expect(200)).body;
    const moved: MovedService[] = [...first.items];
    for (let { next } = first; next !== null;) {
      const { body } = await get(`/reports/compare?${question}&cursor=${encodeURIComponent(next)}`).expect(
        200,
      );
      moved.push(...body.items);
      next = body.next;
    }
    expect(moved).toHaveLength(first.total);
    expect(new Set(moved.map(({ id }) => id)).size).toBe(first.total);
    for (const [move, { count, list }] of Object.entries<{ count: number; list: string }>(first.moves)) {
      expect(moved.filter((service) => service.move === move)).toHaveLength(count);
      expect((await get(list).expect(200)).body.total).toBe(count);
    }
    // Nobody left, so what each level gained is what moved up to it.
    const reached = moved.filter(({ a, b }) => (a?.level ?? 0) < 1 && (b?.level ?? 0) >= 1);
    expect(first.b.atLeast[1] - first.a.atLeast[1]).toBe(reached.length);
    expect(reached.length).toBeGreaterThan(0);
  });

  it('show what was known then beside what is known now', async () => {
    const known = (await get('/reports/coverage').expect(200)).body.knownAt;
    const same = await get(`/reports/compare?a=2012-12-31&b=2012-12-31&knownAtA=${known}`).expect(200);
    expect(same.body.total).toBe(0);
    expect(same.body.a.exact).toEqual(same.body.b.exact);
    const before = await get(
      '/reports/compare?a=2012-12-31&b=2012-12-31&knownAtA=2001-01-01T00:00:00Z',
    ).expect(200);
    expect(before.body.a.total).toBe(0);
    expect(before.body.moves.added.count).toBe(before.body.b.total);
  });

  it('list every service with forms that rests at level 1, and which of them are overdue', async () => {
    const { body } = await get('/reports/violations?limit=500').expect(200);
    const hand = await catalogue()
      .app.get(Reader)
      .all<{ service_id: string }>(
        'SELECT service_id FROM published_service WHERE has_forms = 1 AND level = 1',
      );
    expect(hand.length).toBeGreaterThan(1);
    expect(new Set(body.items.map(({ id }: { id: string }) => id))).toEqual(
      new Set(hand.map((row) => row.service_id)),
    );
    expect(body.total).toBe(hand.length);
    expect((await get(body.rate.list).expect(200)).body.total).toBe(body.rate.numerator);
    for (const { rate } of body.rates.slice(0, 5)) {
      expect((await get(rate.list).expect(200)).body.total).toBe(rate.numerator);
    }
    expect(body.items.some(({ due }: { due: boolean }) => due)).toBe(false);

    await planService(catalogue(), body.items[0].id);
    const after = await get('/reports/violations?limit=1').expect(200);
    expect(after.body.items[0]).toMatchObject({ id: body.items[0].id, due: true });
    const inTime = await get('/reports/violations?limit=1&asOf=2025-06-30').expect(200);
    expect(inTime.body.items[0]).toMatchObject({ id: body.items[0].id, due: false });

    // The plan gives it more time: what was known before stays a finding of that time.
    const { knownAt } = after.body;
    catalogue().setNow('2026-03-02T02:00:01.000Z');
    await catalogue()
      .http()
      .patch('/api/v1/plans/2025/lines/1')
      .set('authorization', `Bearer ${await tokenOf(catalogue(), 'planner')}`)
      .set('if-match', '*')
      .send({ level: 1, reason: 'Thêm thời gian' })
      .expect(200);
    const { body: now } = await get('/reports/violations?limit=1').expect(200);
    expect(now.items[0]).toMatchObject({ id: body.items[0].id, due: false });
    const then = await get(`/reports/violations?limit=1&knownAt=${knownAt}`).expect(200);
    expect(then.body.items[0]).toMatchObject({ id: body.items[0].id, due: true });
    catalogue().setNow(NOW);
  });

  it('weight coverage by dossiers, leave out and count services of which they are not known, and open the list', async () => {
    const at = 'asOf=2012-12-31';
    const { body: plain } = await get(`/reports/coverage?${at}`).expect(200);
    const { body } = await get(`/reports/coverage?${at}&weight=volumes`).expect(200);
    expect(body).toMatchObject({ weight: 'volumes', volumePeriod: '2012' });
    expect(plain).toMatchObject({ weight: 'none', volumePeriod: null });
    const known = plain.totals.exact[3];
    expect(known).toBeGreaterThan(0);
    const number = body.totals.coverage[3];
    // The demonstration gives figures to services at level 3 alone.
    expect(number).toMatchObject({
      value: 1,
      numerator: body.totals.total,
      excluded: [{ reason: 'volumes_unknown', count: plain.totals.total - known }],
      ruleId: 'coverage.service.volumes.atLeast3.v1',
    });
    const { body: list } = await get(`${number.list}&limit=500`).expect(200);
    expect(list).toMatchObject({ total: known, dossiers: number.numerator });
    const sum = (items: { dossiers: number }[]) => items.reduce((all, { dossiers }) => all + dossiers, 0);
    expect(sum(list.items)).toBe(number.numerator);
    const left = await get(`${body.totals.list}&volumes=unknown&limit=1`).expect(200);
    expect(left.body).toMatchObject({ total: number.excluded[0].count, items: [{ dossiers: null }] });
    const rows = await get(`/reports/coverage?${at}&weight=volumes&by=field`).expect(200);
    expect(rows.body.rows.reduce((all: number, { total }: Point) => all + total, 0)).toBe(body.totals.total);
    // A quarter of a year that is known as a whole is not known.
    const quarter = await get(`/reports/coverage?${at}&weight=volumes&volumePeriod=2012-Q4`).expect(200);
    expect(quarter.body.totals.coverage[3]).toMatchObject({ value: null, denominator: 0 });
    await get('/reports/coverage?weight=volumes&unit=procedure').expect(400);
    await get('/reports/coverage?weight=volumes&volumePeriod=2012-Q5').expect(400);
    const svg = String((await get(`/reports/coverage.svg?${at}&weight=volumes`)).body);
    expect(svg).toContain('hồ sơ tiếp nhận trong kỳ 2012');
    const page = await catalogue().http().get(`/reports/coverage?${at}&weight=volumes`).expect(200);
    expect(page.text).toContain('volumes=unknown');
  });

  it('have no over-claims before anything was inspected, and say among how many', async () => {
    const { body } = await get('/reports/over-claims').expect(200);
    expect(body).toMatchObject({ items: [], total: 0, rates: [] });
    expect(body.rate).toMatchObject({ value: null, numerator: 0, denominator: 0 });
    expect(body.rate.excluded[0].reason).toBe('not_inspected');
    expect(body.rate.excluded[0].count).toBeGreaterThan(0);
  });

  it('know no agency that is not there', async () => {
    for (const path of ['timeline?from=2012-01-01&to=2012-12-31&', 'compare?a=2012-01-01&b=2012-12-31&']) {
      await get(`/reports/${path}agency=NOBODY`).expect(404);
    }
    for (const path of ['violations', 'over-claims', 'procedures', 'coverage.csv']) {
      await get(`/reports/${path}?agency=NOBODY`).expect(404);
    }
  });
});

/** An approved plan that asks level 2 of the service by the end of 2025. */
async function planService(catalogue: Catalogue, serviceId: string): Promise<void> {
  await catalogue.app.get(UnitOfWork).run(SYSTEM, async (unit) => {
    await unit.run(
      'INSERT INTO plan (year, title, state, revision, updated_at) VALUES (2025, :title, :state, 1, :at)',
      {
        title: 'Kế hoạch 2025',
        state: 'approved',
        at: unit.at,
      },
    );
    await unit.run(
      `INSERT INTO plan_line (year, no, kind, title, level, service_id, due_date, recorded_at)
       VALUES (2025, 1, 'service', 'Lên mức độ 2', 2, :serviceId, '2025-12-31', :at)`,
      { serviceId, at: unit.at },
    );
    unit.record('plan:2025', null, { serviceId });
  });
}
