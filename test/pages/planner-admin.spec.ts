import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { PageVisitor } from '../support/page-visitor.js';
import { loadSample, PASSWORD } from '../support/sample.js';

const LINE = { title: 'Hai mươi dịch vụ', level: '3', unit: 'service', dueDate: '2026-11-30' };

describe('Pages of the plan owner and the administrator', () => {
  let catalogue: Catalogue;
  let planner: PageVisitor;
  let admin: PageVisitor;
  let api: ClerkDesk;
  beforeAll(async () => {
    catalogue = await startCatalogue('better-sqlite3');
    await loadSample(catalogue);
    planner = await PageVisitor.signedIn(catalogue, 'planner');
    admin = await PageVisitor.signedIn(catalogue, 'admin');
    api = await ClerkDesk.of(catalogue, 'admin');
  });
  afterAll(() => catalogue?.close());

  const text = async (visitor: PageVisitor, path: string): Promise<string> => {
    const { text: html } = await visitor.get(path).expect(200);
    expect(html, path).not.toContain('⟦');
    return html;
  };

  it('begin a plan by its first line, tell all faults at once, approve it after a confirmation and re-plan with a reason', async () => {
    expect((await planner.get('/desk/plans?year=2026').expect(303)).headers['location']).toBe(
      '/desk/plans/2026',
    );
    expect((await planner.get('/desk/plans?year=xx').expect(400)).text).toContain('value="xx"');
    expect(await text(planner, '/desk/plans/2026')).toContain('chưa có kế hoạch');

    const form = '/desk/plans/2026/add/count';
    await text(planner, form);
    const wrong = await planner.fill(form, { target: 'nhiều', unit: 'service', dueDate: '2027-01-31' });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain('value="nhiều"');
    for (const field of ['title', 'level', 'target', 'dueDate'])
      expect(wrong.text).toContain(`href="#${field}"`);

    await text(planner, form);
    const line = { title: 'Hai mươi dịch vụ', level: '3', target: '2000', dueDate: '2026-11-30' };
    const unseen = planner.hidden();
    expect((await planner.fill(form, line)).headers['location']).toBe('/desk/plans/2026?done=line');
    // Pressed twice: the second is shown what came meanwhile and writes nothing.
    const twice = await planner.send(form, { ...unseen, ...line });
    expect(twice.status).toBe(412);
    expect(twice.text).toContain('id="conflict"');
    expect(twice.text).toContain('value="Hai mươi dịch vụ"');

    const plan = await text(planner, '/desk/plans/2026');
    expect(plan).toContain('plan.forecast.linear.v1');
    expect(await text(planner, '/en/desk/plans/2026')).toContain('Forecast: a miss');
    const unsure = await planner.fill('/desk/plans/2026/approve', {});
    expect([unsure.status, unsure.text.includes('href="#sure"')]).toEqual([400, true]);
    const seen = planner.hidden();
    expect((await planner.fill('/desk/plans/2026/approve', { sure: 'yes' })).status).toBe(303);
    expect((await planner.send('/desk/plans/2026/approve', { ...seen, sure: 'yes' })).status).toBe(412);

    const strand = '/desk/plans/2026/add/strand';
    await text(planner, strand);
    const unreasoned = await planner.fill(strand, { title: 'Đào tạo' });
    expect([unreasoned.status, unreasoned.text.includes('href="#reason"')]).toEqual([400, true]);
    expect((await planner.fill(strand, { title: 'Đào tạo', reason: 'Bổ sung <kinh phí>' })).status).toBe(303);
    const replanned = await text(planner, '/desk/plans/2026');
    expect(replanned).toContain('thêm sau khi phê duyệt');
    expect(replanned).toContain('Bổ sung &lt;kinh phí&gt;');
    const { body } = await api.get('/plans/2026').expect(200);
    expect([body.lines.length, body.baseline.lines.length]).toEqual([2, 1]);
  });

  it('change and withdraw a line of a plan with a reason, show both versions to who comes late', async () => {
    const page = '/desk/plans/2026/lines/1';
    expect(await text(planner, page)).toContain('value="2000"');
    const unreasoned = await planner.fill(page, { ...LINE, target: 'ba', level: '' });
    expect(unreasoned.status).toBe(400);
    for (const field of ['target', 'level', 'reason']) expect(unreasoned.text).toContain(`href="#${field}"`);
    await text(planner, page);
    const seen = planner.hidden();
    const change = { ...LINE, target: '1500', reason: 'Chỉ tiêu <mới>' };
    expect((await planner.fill(page, change)).headers['location']).toBe('/desk/plans/2026?done=changed');
    const late = await planner.send(page, { ...seen, ...LINE, target: '1700', reason: 'Khác' });
    expect(late.status).toBe(412);
    expect(late.text).toMatch(/1700<\/td><td[^>]*>1500</);
    const shown = await text(planner, '/desk/plans/2026');
    expect(shown).toContain('Chỉ tiêu &lt;mới&gt;');
    expect(await text(planner, '/progress/2026')).toMatch(/Chỉ tiêu &lt;mới&gt; *Bản gốc: 2000/);

    const gone = '/desk/plans/2026/lines/2';
    await text(planner, gone);
    const silent = await planner.fill(`${gone}/withdraw`, {});
    expect([silent.status, silent.text.includes('href="#withdrawalReason"')]).toEqual([400, true]);
    expect((await planner.fill(`${gone}/withdraw`, { withdrawalReason: 'Thôi' })).headers['location']).toBe(
      '/desk/plans/2026?done=withdrawn',
    );
    expect(await text(planner, '/desk/plans/2026')).toContain('Các dòng đã rút');
    expect(await text(planner, gone)).not.toContain('name="withdrawalReason"');
  });

  it('record measurements, which correct each other and are all kept', async () => {
    expect(await text(planner, '/desk/indicators')).toContain('/desk/indicators/OPS-01');
    const page = '/desk/indicators/OPS-01';
    await text(planner, page);
    const wrong = await planner.fill(page, { planYear: 'năm nay', comparator: '>', quote: 'trên "97"' });
    expect(wrong.status).toBe(400);
    for (const field of ['planYear', 'period', 'value']) expect(wrong.text).toContain(`href="#${field}"`);
    expect(wrong.text).toContain('trên &quot;97&quot;');
    const seen = planner.hidden();
    const measured = { planYear: '2012', period: '2012', comparator: '>=', value: '97.5', source: 'Báo cáo' };
    expect((await planner.fill(page, measured)).headers['location']).toBe(`${page}?done=measured`);
    expect(await text(planner, page)).toContain('97,5');
    const twice = await planner.send(page, { ...seen, ...measured });
    expect([twice.status, twice.text.includes('value="97.5"')]).toEqual([412, true]);
    const added = { id: 'NEW-1', group: 'online_services', name: 'Chỉ tiêu mới' };
    await text(planner, '/desk/indicators');
    expect((await planner.fill('/desk/indicators', added)).status).toBe(303);
    await text(planner, '/desk/indicators');
    const taken = await planner.fill('/desk/indicators', added);
    expect([taken.status, taken.text.includes('value="Chỉ tiêu mới"')]).toEqual([409, true]);
  });

  it('keep accounts: all faults at once, both versions of a stale edit, sessions that end', async () => {
    await text(admin, '/desk/accounts');
    const wrong = await admin.fill('/desk/accounts', { username: 'An', role: 'clerk', password: 'short' });
    expect(wrong.status).toBe(400);
    for (const field of ['username', 'displayName', 'agencyCode', 'password'])
      expect(wrong.text).toContain(`href="#${field}"`);
    expect(wrong.text).toContain('value="An"');
    expect(wrong.text).not.toContain('value="short"');
    const an = { username: 'an', displayName: 'An', role: 'clerk', agencyCode: 'STP', password: PASSWORD };
    expect((await admin.fill('/desk/accounts', an)).headers['location']).toBe('/desk/accounts/an?done=added');
    const herself = await PageVisitor.signedIn(catalogue, 'an');

    await text(admin, '/desk/accounts/an');
    const change = { displayName: 'Trần Thị An', role: 'clerk', agencyCode: '080' };
    const etag = (await api.get('/accounts/an').expect(200)).headers['etag'] as string;
    await catalogue
      .http()
      .patch('/api/v1/accounts/an')
      .auth(api.token, { type: 'bearer' })
      .set('If-Match', etag)
      .send({ displayName: 'An Trần' })
      .expect(200);
    const stale = await admin.fill('/desk/accounts/an', change);
    expect(stale.status).toBe(412);
    for (const shown of ['Trần Thị An', 'An Trần', 'id="conflict"', 'Lưu bản của tôi'])
      expect(stale.text).toContain(shown);
    expect((await admin.fill('/desk/accounts/an', change)).status).toBe(303);
    expect((await api.get('/accounts/an')).body).toMatchObject({
      displayName: 'Trần Thị An',
      agencyCode: '080',
    });

    await herself.get('/desk').expect(200);
    await text(admin, '/desk/accounts/an');
    expect((await admin.fill('/desk/accounts/an/sessions/end', {})).status).toBe(303);
    expect((await herself.get('/desk')).status).toBe(303);
    await text(admin, '/desk/accounts/an');
    for (const password of ['password', '']) {
      const refused = await admin.fill('/desk/accounts/an/password', { password });
      expect([refused.status, refused.text.includes('href="#password"')], password).toEqual([400, true]);
    }
    const initial = await admin.fill('/desk/accounts/an/password/initial', {});
    expect([initial.status, initial.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(initial.text).toMatch(/<code class="secret"[^>]*>[^<]{16,}<\/code>/);
    expect((await admin.fill('/desk/accounts/an/second-factor/reset', {})).status).toBe(303);
    await text(admin, '/desk/accounts/an');
    expect((await admin.fill('/desk/accounts/an/standing', { disabled: 'true' })).status).toBe(303);
    expect(await text(admin, '/en/desk/accounts/an')).toContain('disabled');
    await text(admin, '/desk/accounts/admin');
    expect((await admin.fill('/desk/accounts/admin/standing', { disabled: 'true' })).status).toBe(409);
  });

  it('make keys that are shown once, and tell how far behind the feed each is', async () => {
    await text(admin, '/desk/keys');
    const wrong = await admin.fill('/desk/keys', { role: 'clerk', lastDay: '2020-01-01' });
    expect(wrong.status).toBe(400);
    for (const field of ['name', 'agencyCode', 'lastDay']) expect(wrong.text).toContain(`href="#${field}"`);
    await text(admin, '/desk/keys');
    const seen = admin.hidden();
    const key = { name: 'Cổng của tỉnh', role: 'reader', lastDay: '2026-12-31' };
    const made = await admin.fill('/desk/keys', key);
    expect([made.status, made.headers['cache-control']]).toEqual([201, 'no-store']);
    const [, token] = /<code class="hash"[^>]*>([^<]+)<\/code>/.exec(made.text)!;
    expect((await admin.send('/desk/keys', { ...seen, ...key })).status).toBe(412);
    expect(await text(admin, '/desk/keys')).not.toContain(token);

    const read = (query: string) =>
      catalogue.http().get(`/api/v1/changes?${query}`).set('Authorization', `Bearer ${token}`).expect(200);
    const { body } = await read('limit=2');
    await read(`limit=2&since=${body.next as string}`);
    const place = async () => (await api.get('/keys').expect(200)).body.items[0].feed?.place as unknown;
    await expect.poll(place).toBe(body.items[1].seq);
    expect(await text(admin, '/en/desk/keys')).toMatch(/[\d,]+ changes behind/);

    await text(admin, '/desk/keys');
    expect((await admin.fill('/desk/keys/1/revoke', {})).status).toBe(303);
    expect(await text(admin, '/desk/keys')).toContain('đã thu hồi');
    await catalogue.http().get('/api/v1/changes').set('Authorization', `Bearer ${token}`).expect(401);
  });

  it('add agencies and close them with successors', async () => {
    await text(admin, '/desk/agencies');
    const wrong = await admin.fill('/desk/agencies', { name: 'Sở mới', level: 'province', validFrom: 'mai' });
    expect(wrong.status).toBe(400);
    for (const field of ['code', 'validFrom']) expect(wrong.text).toContain(`href="#${field}"`);
    const added = { code: 'SMOI', name: 'Sở mới', level: 'province', validFrom: '2026-03-01' };
    expect((await admin.fill('/desk/agencies', added)).status).toBe(303);
    await text(admin, '/desk/agencies');
    expect((await admin.fill('/desk/agencies', added)).status).toBe(409);

    const page = '/desk/agencies/SMOI';
    await text(admin, page);
    // Another agency under it is no change of its own record: the form that is open stays good.
    const opened = admin.hidden();
    const child = { ...added, code: 'CMOI', name: 'Chi cục mới', parentCode: 'SMOI' };
    await text(admin, '/desk/agencies');
    expect((await admin.fill('/desk/agencies', child)).status).toBe(303);
    expect((await admin.send(page, { ...opened, ...added, nameEn: 'New department' })).status).toBe(303);
    await text(admin, page);
    const closing = { ...added, validTo: '2026-02-01', successors: 'STP\nKHONG-CO' };
    const refused = await admin.fill(page, closing);
    expect([refused.status, refused.text.includes('href="#validTo"')]).toEqual([400, true]);
    const unknown = await admin.fill(page, { ...closing, validTo: '2026-06-30' });
    expect([unknown.status, unknown.text.includes('href="#successors"')]).toEqual([400, true]);
    const seen = admin.hidden();
    const good = { ...closing, validTo: '2026-06-30', successors: 'STP' };
    expect((await admin.fill(page, good)).status).toBe(303);
    const stale = await admin.send(page, { ...seen, ...good, name: 'Sở khác' });
    expect(stale.status).toBe(412);
    expect(stale.text).toContain('Sở khác');
    expect((await api.get('/agencies/SMOI')).body).toMatchObject({
      name: 'Sở mới',
      validTo: '2026-06-30',
      successors: ['STP'],
    });
  });

  it('show schemes with their sources, and the ledger with each value before and after', async () => {
    expect(await text(planner, '/desk/schemes')).toContain('/desk/schemes/nd43-2011');
    expect(await text(planner, '/en/desk/schemes/nd43-2011')).toContain('Decree 43/2011/NĐ-CP, Art. 3.4');
    for (const id of ['ozg-1.1', 'nd42-2022', 'egov-benchmark']) {
      await text(planner, `/desk/schemes/${id}`);
      await text(planner, `/en/desk/schemes/${id}`);
    }
    const filtered = await text(planner, '/desk/ledger?subject=account:an&action=account.change');
    expect(filtered).toMatch(/<del>.*An Trần<\/del>/);
    expect(filtered).toMatch(/<ins>.*Trần Thị An<\/ins>/);
    const { body } = await api.get('/ledger?subject=account:an&limit=1').expect(200);
    expect(await text(planner, `/desk/ledger/${body.items[0].seq}`)).toContain(body.items[0].hash);
    await planner.get('/desk/ledger?from=2026-03-03&to=2026-03-02').expect(400);
    expect(await text(planner, '/desk/ledger?actor=admin')).toContain('name="actor"');
    expect(await text(planner, '/en/desk/ledger/verify')).toContain('The chain holds');
  });

  it('are closed to other roles', async () => {
    const clerk = await PageVisitor.signedIn(catalogue, 'clerk');
    for (const path of ['plans', 'plans/2026', 'indicators', 'accounts', 'keys', 'agencies', 'ledger'])
      await clerk.get(`/desk/${path}`).expect(403);
    for (const path of ['accounts', 'accounts/an', 'keys', 'agencies'])
      await planner.get(`/desk/${path}`).expect(403);
    await text(planner, '/desk/plans');
    expect((await planner.fill('/desk/keys', { name: 'x', role: 'admin' })).status).toBe(403);
    expect((await planner.send('/desk/plans/2026/add/strand', { title: 'x', reason: 'y' })).status).toBe(403);
  });
});
