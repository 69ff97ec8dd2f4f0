import { expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { loadSample, tokenOf } from '../support/sample.js';

const COUNT_LINE = {
  kind: 'count',
  title: 'Dịch vụ đạt mức độ 3',
  level: 3,
  target: 30,
  dueDate: '2026-12-31',
};

interface Problem {
  code: string;
  errors: { pointer: string; code: string }[];
}
const faults = ({ errors }: Problem) => errors.map(({ pointer, code }) => [pointer, code]).sort();

onBothDatabases('The plan owner', loadSample, (catalogue) => {
  const get = (path: string) => catalogue().http().get(`/api/v1${path}`);
  const post = async (
    path: string,
    body: object,
    { as = 'planner', ifMatch }: { as?: 'planner' | 'clerk'; ifMatch?: string } = {},
  ) => {
    const sent = catalogue()
      .http()
      .post(`/api/v1${path}`)
      .set('authorization', `Bearer ${await tokenOf(catalogue(), as)}`);
    if (ifMatch !== undefined) sent.set('if-match', ifMatch);
    return sent.send(body);
  };
  const patch = async (path: string, body: object, ifMatch?: string, as: 'planner' | 'clerk' = 'planner') => {
    const sent = catalogue()
      .http()
      .patch(`/api/v1${path}`)
      .set('authorization', `Bearer ${await tokenOf(catalogue(), as)}`);
    if (ifMatch !== undefined) sent.set('if-match', ifMatch);
    return sent.send(body);
  };
  const etagOf = async (path: string) => (await get(path).expect(200)).headers['etag']!;
  const lastEntry = async (subject: string) => {
    const { body } = await get(`/ledger?subject=${subject}&limit=1`).set(
      'authorization',
      `Bearer ${await tokenOf(catalogue(), 'planner')}`,
    );
    return body.items[0];
  };

  it('begins a plan with its first line, and the ledger tells it', async () => {
    const { status, body } = await post('/plans/2026/lines', { ...COUNT_LINE, planTitle: 'Kế hoạch 2026' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ year: 2026, title: 'Kế hoạch 2026', state: 'draft', baseline: null });
    expect(body.lines).toMatchObject([{ no: 1, ...COUNT_LINE, unit: 'service' }]);
    expect((await get('/plans/2026').expect(200)).body).toEqual(body);
    expect((await get('/plans').expect(200)).body.items.map(({ year }: { year: number }) => year)).toEqual([
      2026, 2013, 2012,
    ]);
    expect(await lastEntry('plan:2026')).toMatchObject({
      actor: 'planner',
      action: 'plan.addLine',
      items: [{ subject: 'plan:2026', before: null, after: body }],
    });
  });

  it('is told all that is wrong with a line at once', async () => {
    const wrong = await post('/plans/2026/lines', {
      kind: 'service',
      title: 'Khai sinh',
      target: 3,
      serviceId: 'STP~9.999999',
      dueDate: '2027-01-01',
      sourceIndicator: 'NO-1',
      statedDenominator: 5,
    });
    expect(wrong.status).toBe(422);
    expect(faults(wrong.body)).toEqual([
      ['/dueDate', 'not_in_plan_year'],
      ['/level', 'required'],
      ['/serviceId', 'unknown_reference'],
      ['/sourceIndicator', 'unknown_reference'],
      ['/statedActual', 'required'],
      ['/target', 'not_for_this_kind'],
    ]);
    const malformed = await post('/plans/2026/lines', {
      kind: 'wish',
      level: 4,
      dueDate: '2026-02-30',
      x: 1,
    });
    expect(malformed.status).toBe(400);
    expect(faults(malformed.body)).toEqual([
      ['/dueDate', 'not_a_date'],
      ['/kind', 'not_one_of'],
      ['/level', 'integer_out_of_range'],
      ['/title', 'required'],
      ['/x', 'unknown_field'],
    ]);
    const both = await post('/plans/2026/lines', {
      ...COUNT_LINE,
      level: 4,
      target: undefined,
      serviceId: 'STP~9.999999',
      agencyCode: 'NOPE',
      dueDate: '2027-01-01',
    });
    expect(both.status).toBe(400);
    expect(faults(both.body)).toEqual([
      ['/agencyCode', 'unknown_reference'],
      ['/dueDate', 'not_in_plan_year'],
      ['/level', 'integer_out_of_range'],
      ['/serviceId', 'not_for_this_kind'],
      ['/serviceId', 'unknown_reference'],
      ['/target', 'required'],
    ]);
    const changed = await patch(
      '/plans/2026/lines/1',
      { level: 4, target: null, agencyCode: 'NOPE', dueDate: '2027-01-01', sourceIndicator: 'NO-1' },
      '*',
    );
    expect(changed.status).toBe(400);
    expect(faults(changed.body)).toEqual([
      ['/agencyCode', 'unknown_reference'],
      ['/dueDate', 'not_in_plan_year'],
      ['/level', 'integer_out_of_range'],
      ['/sourceIndicator', 'unknown_reference'],
      ['/target', 'required'],
    ]);
    expect((await get('/plans/2026').expect(200)).body.lines).toHaveLength(1);
  });

  it('names a service that must reach a level, and sees how far it has come', async () => {
    const { body: list } = await get('/services?level=2&limit=1').expect(200);
    const serviceId = list.items[0].id as string;
    const line = { kind: 'service', title: 'Một dịch vụ', serviceId, dueDate: '2026-11-30' };
    expect((await post('/plans/2026/lines', { ...line, level: 2 })).status).toBe(201);
    expect((await post('/plans/2026/lines', { ...line, level: 3 })).status).toBe(201);
    const procedures = { ...COUNT_LINE, title: 'Thủ tục', unit: 'procedure', level: 1, agencyCode: 'STP' };
    expect((await post('/plans/2026/lines', procedures)).status).toBe(201);
    const { lines } = (await get('/progress/2026').expect(200)).body;
    const shown = lines.map((shownLine: { state: string; catalogue: { numerator: number } }) => [
      shownLine.state,
      shownLine.catalogue.numerator,
    ]);
    expect(shown.slice(1, 3)).toEqual([
      ['met', 1],
      ['late', 0],
    ]);
    for (const { catalogue: number } of lines) {
      expect((await catalogue().http().get(number.list).expect(200)).body.total).toBe(number.numerator);
    }
  });

  it('sees the pace that is needed, and no counts of months that have not come', async () => {
    const { lines, burnUp } = (await get('/progress/2026').expect(200)).body;
    expect(lines[0]).toMatchObject({ state: 'late', stated: null, inBaseline: false });
    expect(lines[0].forecast).toMatchObject({ asOf: '2026-03-02', paceSoFar: 0, reaches: false });
    expect(lines[0].forecast.paceNeeded).toBeGreaterThan(2);
    expect(burnUp.map(({ count }: { count: number | null }) => count !== null)).toEqual(
      Array.from({ length: 12 }, (_, month) => month < 3),
    );
    expect(burnUp[2].asOf).toBe('2026-03-02');
  });

  it('approves what was read, and only once', async () => {
    expect((await post('/plans/2026/approve', {})).status).toBe(428);
    expect((await post('/plans/2026/approve', {}, { ifMatch: '"stale"' })).status).toBe(412);
    expect((await post('/plans/2040/approve', {}, { ifMatch: '*' })).status).toBe(404);
    const { status, body } = await post('/plans/2026/approve', {}, { ifMatch: await etagOf('/plans/2026') });
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: 'approved', baseline: { lines: body.lines } });
    expect(await lastEntry('plan:2026')).toMatchObject({ action: 'plan.approve' });
    expect((await post('/plans/2026/approve', {}, { ifMatch: '*' })).body).toMatchObject({
      status: 409,
      code: 'wrong_state',
    });
  });

  it('changes an approved plan only with a reason, and the baseline stays', async () => {
    const line = { ...COUNT_LINE, level: 2, target: 100 };
    const refused = await post('/plans/2026/lines', line);
    expect([refused.status, faults(refused.body)]).toEqual([422, [['/reason', 'replan_reason_required']]]);
    const stale = await post('/plans/2026/lines', { ...line, reason: 'x' }, { ifMatch: '"stale"' });
    expect(stale.status).toBe(412);
    const before = (await get('/plans/2026').expect(200)).body;
    const { status, body } = await post('/plans/2026/lines', { ...line, reason: 'Chỉ thị mới' });
    expect(status).toBe(201);
    expect(body.lines).toHaveLength(before.lines.length + 1);
    expect(body.baseline).toEqual(before.baseline);
    const { lines } = (await get('/progress/2026').expect(200)).body;
    expect(lines.map(({ inBaseline }: { inBaseline: boolean }) => inBaseline)).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
    expect(await lastEntry('plan:2026')).toMatchObject({ why: 'Chỉ thị mới' });
  });

  it('changes a line with a reason, and state, forecast and burn-up follow while the baseline stays', async () => {
    const before = (await get('/plans/2026').expect(200)).body;
    const path = '/plans/2026/lines/1';
    const change = { target: 1, dueDate: '2026-10-31', note: 'Theo chỉ thị' };
    expect((await patch(path, change)).status).toBe(428);
    expect((await patch(path, { ...change, reason: 'x' }, '"stale"')).status).toBe(412);
    const ifMatch = await etagOf('/plans/2026');
    expect(faults((await patch(path, { ...change, level: null, serviceId: 'x' }, ifMatch)).body)).toEqual([
      ['/level', 'required'],
      ['/reason', 'replan_reason_required'],
      ['/serviceId', 'unknown_field'],
    ]);
    const refused = await patch(path, { ...change, level: null, agencyCode: 'NO' }, ifMatch);
    expect([refused.status, faults(refused.body)]).toEqual([
      422,
      [
        ['/agencyCode', 'unknown_reference'],
        ['/level', 'required'],
        ['/reason', 'replan_reason_required'],
      ],
    ]);
    const { status, body } = await patch(path, { ...change, reason: 'Bớt mục tiêu' }, ifMatch);
    expect(status).toBe(200);
    expect(body.lines[0]).toMatchObject({ ...COUNT_LINE, ...change, changeReason: 'Bớt mục tiêu' });
    expect(body.lines[0].changedAt).toBe(body.updatedAt);
    expect(body.baseline).toEqual(before.baseline);
    expect((await get('/plans/2026').expect(200)).body).toEqual(body);
    expect(await lastEntry('plan:2026')).toMatchObject({
      action: 'plan.changeLine',
      why: 'Bớt mục tiêu',
      items: [{ before, after: body }],
    });
    const { lines, burnUp } = (await get('/progress/2026').expect(200)).body;
    expect(lines[0]).toMatchObject({ state: 'met', inBaseline: true, target: 1 });
    expect(new Set(burnUp.map(({ target }: { target: number }) => target))).toEqual(new Set([1]));
    const same = await patch(path, { target: 1, reason: 'Lần nữa' }, await etagOf('/plans/2026'));
    expect(same.body).toEqual(body);
    expect((await patch('/plans/2026/lines/99', { target: 1 }, '*')).status).toBe(404);
  });

  it('withdraws a line with a reason: it stays to be read, and the burn-up turns to the next count', async () => {
    const path = '/plans/2026/lines/1/withdraw';
    expect((await post(path, { reason: 'x' })).status).toBe(428);
    expect(faults((await post(path, {}, { ifMatch: '*' })).body)).toEqual([['/reason', 'required']]);
    const { status, body } = await post(
      path,
      { reason: 'Không còn kinh phí' },
      { ifMatch: await etagOf('/plans/2026') },
    );
    expect(status).toBe(200);
    expect(body.lines[0]).toMatchObject({ no: 1, withdrawalReason: 'Không còn kinh phí' });
    expect(await lastEntry('plan:2026')).toMatchObject({
      action: 'plan.withdrawLine',
      why: 'Không còn kinh phí',
    });
    expect((await post(path, { reason: 'x' }, { ifMatch: '*' })).body).toMatchObject({
      status: 409,
      code: 'wrong_state',
    });
    expect((await patch('/plans/2026/lines/1', { target: 3, reason: 'x' }, '*')).status).toBe(409);
    const { lines, burnUpLine } = (await get('/progress/2026').expect(200)).body;
    expect(lines[0]).toMatchObject({ no: 1, state: 'withdrawn', catalogue: null, inBaseline: true });
    expect(burnUpLine).toBe(4);
    const { items } = (await get('/plans').expect(200)).body;
    expect(items[0]).toMatchObject({ year: 2026, lineCount: body.lines.length - 1 });
  });

  it('is the only one who may', async () => {
    expect((await patch('/plans/2026/lines/2', { level: 1 }, '*', 'clerk')).status).toBe(403);
    expect((await post('/plans/2026/lines', COUNT_LINE, { as: 'clerk' })).status).toBe(403);
    await catalogue().http().post('/api/v1/plans/2026/lines').send(COUNT_LINE).expect(401);
    const measurement = { planYear: 2012, period: '2012', comparator: '=', value: '45' };
    expect((await post('/indicators/APP-02/measurements', measurement, { as: 'clerk' })).status).toBe(403);
  });

  it('corrects a measurement by a later one, and both are kept', async () => {
    const corrected = { planYear: 2012, period: '2012', comparator: '>', value: '44.5', quote: 'trên 44,5%' };
    const { status, body } = await post('/indicators/APP-02/measurements', corrected);
    expect(status).toBe(201);
    expect(body.history).toMatchObject([
      { no: 1, value: '44', comparator: '=' },
      { no: 2, ...corrected },
    ]);
    expect((await get('/indicators/APP-02').expect(200)).body).toEqual(body);
    const { indicators } = (await get('/progress/2012').expect(200)).body;
    const items = indicators.flatMap((group: { items: { id: string }[] }) => group.items);
    expect(items.find(({ id }: { id: string }) => id === 'APP-02')).toMatchObject({
      value: '44.5',
      comparator: '>',
      history: [{ value: '44' }, { value: '44.5' }],
    });
    expect(await lastEntry('indicator:APP-02')).toMatchObject({ action: 'indicator.measure' });
  });

  it('adds an indicator once, and is told what a measurement lacks', async () => {
    const indicator = { id: 'NEW-01', group: 'application', name: 'Chỉ tiêu mới', unit: '%' };
    expect((await post('/indicators', indicator)).status).toBe(201);
    expect((await post('/indicators', indicator)).body).toMatchObject({ status: 409, code: 'duplicate' });
    const { items } = (await get('/indicators').expect(200)).body;
    expect(items.at(-1)).toMatchObject({ ...indicator, history: [] });

    const path = '/indicators/NEW-01/measurements';
    const malformed = await post(path, { planYear: 2026, period: '2026-13', comparator: '~', value: 45 });
    expect(faults(malformed.body)).toEqual([
      ['/comparator', 'not_one_of'],
      ['/period', 'not_a_period'],
      ['/value', 'not_a_decimal'],
    ]);
    const statement = { planYear: 2026, period: '2026-Q1' };
    expect(faults((await post(path, { ...statement, comparator: '=' })).body)).toEqual([
      ['/value', 'required'],
    ]);
    expect(faults((await post(path, { ...statement, comparator: 'all', value: '1' })).body)).toEqual([
      ['/value', 'value_not_expected'],
    ]);
    expect((await post(path, { ...statement, comparator: 'text', quote: 'tốt' })).status).toBe(201);
    expect((await post('/indicators/NO-1/measurements', { ...statement, comparator: 'all' })).status).toBe(
      404,
    );
  });
});
