import { beforeAll, expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { allMetBut, InspectorDesk } from '../support/inspector-desk.js';
import { PageVisitor } from '../support/page-visitor.js';
import { loadSample } from '../support/sample.js';
import { factsForLevel } from '../support/service-facts.js';

const ID = 'STP~1.001193';
const FIRST = `${ID}~i1`;
const SHEET = `/desk/inspections/${FIRST}`;
const OWN = 'VPUB~1.001193';

/** The outcomes as the form of the sheet sends them. */
function outcomes(change: Record<string, object> = {}): Record<string, string> {
  const stated = allMetBut(change) as {
    criterion: string;
    outcome: string;
    reason?: string;
    note?: string;
  }[];
  return Object.fromEntries(
    stated.flatMap(({ criterion, outcome, reason = '', note = '' }) => [
      [`${criterion}.outcome`, outcome],
      [`${criterion}.reason`, reason],
      [`${criterion}.note`, note],
    ]),
  );
}

onBothDatabases('An inspector at the pages of the desk', loadSample, (catalogue) => {
  let inspector: PageVisitor;
  let clerk: PageVisitor;
  let api: InspectorDesk;
  const signIn = async () => {
    inspector = await PageVisitor.signedIn(catalogue(), 'inspector');
    clerk = await PageVisitor.signedIn(catalogue(), 'clerk');
    api = await InspectorDesk.of(catalogue());
  };
  beforeAll(async () => {
    await signIn();
    const admin = await ClerkDesk.of(catalogue(), 'admin');
    for (const id of [ID, OWN]) {
      const [agencyCode, procedureCode] = id.split('~');
      await admin.post('/services', { agencyCode, procedureCode, validFrom: '2012-01-01' }).expect(201);
      await admin.saveFacts(id, factsForLevel(3));
      await admin.post(`/services/${id}/declarations`, { level: 3, effectiveFrom: '2026-03-01' }).expect(201);
    }
  });

  it('finds what to inspect with the reasons in words, by agency, field and reason', async () => {
    const { text } = await inspector.get('/desk/queue?agency=STP').expect(200);
    expect(text).toContain('Chưa từng được kiểm tra');
    expect(text).toContain(`name="serviceId" value="${ID}"`);
    const english = (await inspector.get('/en/desk/queue?agency=STP').expect(200)).text;
    expect(english).toContain('Never verified');
    expect(english).not.toContain('⟦');
    const without = await inspector.get('/desk/queue?agency=STP&reason=stale').expect(200);
    expect(without.text).not.toContain(`value="${ID}"`);
    const wrong = await inspector.get('/desk/queue?reason=none').expect(400);
    expect(wrong.text).toContain('href="#reason"');
    await clerk.get('/desk/queue').expect(403);
  });

  it('is told in words what four eyes forbid, in the queue and when trying', async () => {
    const { text } = await inspector.get('/desk/queue?agency=VPUB').expect(200);
    expect(text).toContain('Bạn không kiểm tra được dịch vụ này');
    expect(text).toContain('quy tắc bốn mắt');
    expect(text).not.toContain(`name="serviceId" value="${OWN}"`);
    await inspector.get('/desk/queue').expect(200);
    const refused = await inspector.fill('/desk/inspections', { serviceId: OWN });
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('quy tắc bốn mắt');
  });

  it('opens an inspection by one press; a second press leads to the same', async () => {
    await inspector.get('/desk/queue?agency=STP').expect(200);
    for (let press = 0; press < 2; press += 1) {
      const opened = await inspector.fill('/desk/inspections', { serviceId: ID });
      expect([opened.status, opened.headers['location']]).toEqual([303, SHEET]);
    }
    const { text } = await inspector.get(SHEET).expect(200);
    expect(text).toContain('https://example.gov.vn/tra-cuu');
    const mine = await inspector.get('/desk/inspections?inspector=inspector&state=open').expect(200);
    expect(mine.text).toContain(`href="${SHEET}"`);
    expect((await inspector.get('/desk').expect(200)).text).toContain(`href="${SHEET}"`);
  });

  it('keeps all that was typed where something is wrong, and is led to it', async () => {
    await inspector.get(SHEET).expect(200);
    const { status, text } = await inspector.fill(SHEET, {
      ...outcomes({ statusOnline: { outcome: 'not_met', note: 'Trang "chết"' } }),
      'fees.outcome': 'not_applicable',
      'name.outcome': 'maybe',
    });
    expect(status).toBe(400);
    expect(text).toContain('<a href="#name-outcome">');
    expect(text).toContain('Trang &quot;chết&quot;</textarea>');
    expect(text).toMatch(/name="fees.outcome" type="radio" value="not_applicable" checked/);
    await inspector.get(SHEET).expect(200);
    const reason = await inspector.fill(SHEET, { 'fees.outcome': 'not_applicable' });
    expect(reason.status).toBe(400);
    expect(reason.text).toContain('<a href="#fees-reason">');
    expect(reason.text).toContain('phải ghi lý do');
    const { body } = await api.send.get(`/inspections/${FIRST}`).expect(200);
    expect(body.criteria.every((criterion: { inspected: unknown }) => criterion.inspected === null)).toBe(
      true,
    );
  });

  it('saves an unfinished sheet and reads which level it gives and what holds the next back', async () => {
    await inspector.get(SHEET).expect(200);
    const level1 = Object.fromEntries(
      Object.entries(outcomes()).filter(([field]) => !/online|authentication|printAccepted/i.test(field)),
    );
    const saved = await inspector.fill(SHEET, { ...level1, method: 'onsite' });
    expect([saved.status, saved.headers['location']]).toEqual([303, `${SHEET}?done=saved`]);
    const { text } = await inspector.get(saved.headers['location']!).expect(200);
    expect(text).toMatch(/Kết quả đã lưu cho[\s\S]{0,80}level--1/);
    expect(text).toMatch(/Để lên Mức 2 còn vướng[\s\S]{0,200}#check-printAccepted/);
    expect((await api.send.get(`/inspections/${FIRST}`).expect(200)).body.method).toBe('onsite');
  });

  it('captures what an address shows now, keeps what was typed, and reads what came back beside the declaration', async () => {
    await inspector.get(SHEET).expect(200);
    const captured = await inspector.fill(SHEET, {
      ...outcomes({ statusOnline: { outcome: 'not_met', note: 'Không mở được' } }),
      capture: 'statusOnline/0',
    });
    expect(captured.headers['location']).toBe(`${SHEET}?done=captured#statusOnline-outcome`);
    const { body } = await api.send.get(`/inspections/${FIRST}`).expect(200);
    const found = body.criteria.find(
      (criterion: { id: string }) => criterion.id === 'statusOnline',
    ).inspected;
    expect(found).toMatchObject({ outcome: 'not_met', note: 'Không mở được', evidence: ['1'] });
    const { text } = await inspector.get(`${SHEET}?done=captured`).expect(200);
    expect(text).toContain('Số 1');
    // An address that the agency does not state is not visited.
    const evidence = `/services/${ID}/evidence`;
    await inspector.fill(SHEET, { ...outcomes(), capture: 'statusOnline/7' });
    expect((await api.send.get(evidence).expect(200)).body.items).toHaveLength(1);
  });

  it('attaches a file to a criterion', async () => {
    await inspector.get(`${SHEET}/attach?criterion=statusOnline`).expect(200);
    const sent = await inspector.upload(
      `${SHEET}/attach?criterion=statusOnline`,
      { note: 'Ảnh màn hình' },
      'anh.txt',
      'ảnh',
    );
    expect(sent.headers['location']).toBe(`${SHEET}?done=attached#statusOnline-outcome`);
    expect((await inspector.get(SHEET).expect(200)).text).toContain('anh.txt');
    const path = `${SHEET}/attach?criterion=statusOnline`;
    await inspector.get(path).expect(200);
    const refused = await inspector.upload(path, { note: 'Ảnh ngày 1/3' }, 'a.html', '<p>no</p>');
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('name="note" type="text" value="Ảnh ngày 1/3"');
    await inspector.get(`${SHEET}/attach?criterion=none`).expect(404);
  });

  it('is shown both versions where somebody else saved meanwhile, and chooses line by line', async () => {
    await inspector.get(SHEET).expect(200);
    await api.record(FIRST, [
      { criterion: 'statusOnline', outcome: 'met', note: 'Của đồng nghiệp' },
      { criterion: 'fees', outcome: 'not_met' },
    ]);
    const mine = outcomes({ statusOnline: { outcome: 'not_met', note: 'Của tôi' } });
    const stale = await inspector.fill(SHEET, mine);
    expect(stale.status).toBe(412);
    expect(stale.text).toContain('Của đồng nghiệp');
    expect(stale.text).toContain('Của tôi');
    const chosen = await inspector.fill(SHEET, { ...mine, theirs: 'fees' });
    expect(chosen.status).toBe(303);
    const { body } = await api.send.get(`/inspections/${FIRST}`).expect(200);
    const found = (id: string) => body.criteria.find((one: { id: string }) => one.id === id).inspected;
    expect(found('statusOnline')).toMatchObject({ outcome: 'not_met', note: 'Của tôi' });
    expect(found('fees').outcome).toBe('not_met');
    // The same form sent twice is saved once.
    await inspector.get(SHEET).expect(200);
    const again = outcomes({ statusOnline: { outcome: 'not_met', note: 'Trang tra cứu hỏng' } });
    const fields = { ...inspector.hidden(), ...again };
    for (let press = 0; press < 2; press += 1) {
      const sent = await inspector.send(SHEET, fields);
      expect([sent.status, sent.headers['location']]).toEqual([303, `${SHEET}?done=saved`]);
    }
  });

  it('prints the sheet, and a blank one of a service that nobody has opened', async () => {
    const sheet = await inspector.get(`${SHEET}/print`).expect(200);
    expect(sheet.text).toContain('Phiếu kiểm tra mức độ dịch vụ công');
    expect(sheet.text).toContain('Trang tra cứu hỏng');
    const blank = await inspector.get(`/en/desk/services/${OWN}/blank-sheet`).expect(200);
    expect(blank.text).toContain('Level 3');
    expect(blank.text).not.toContain('⟦');
    await clerk.get(`/desk/services/${ID}/blank-sheet`).expect(403);
  });

  it('is asked once before it is closed, with what closing does, and hears every fault of the findings', async () => {
    const { text } = await inspector.get(`${SHEET}/close`).expect(200);
    expect(text).toMatch(/Mức đã kiểm tra là[\s\S]{0,60}level--2/);
    expect(text).toContain('được báo rằng mức đã kiểm tra thấp hơn');
    expect(text).toContain('Trang tra cứu hỏng</textarea>');
    const more = await inspector.fill(`${SHEET}/close`, { 'findings.0.text': 'Sửa', more: '1' });
    expect(more.text).toContain('name="findings.2.text"');
    const faulty = await inspector.fill(`${SHEET}/close`, {
      effectiveFrom: '2026-02-01',
      'findings.0.text': '',
      'findings.1.text': 'Sửa trang tra cứu',
      'findings.1.criterion': 'statusOnline',
      'findings.1.dueDate': '2026-01-01',
    });
    expect(faulty.status).toBe(400);
    expect(faulty.text).toContain('<a href="#effectiveFrom">');
    expect(faulty.text).toContain('<a href="#findings.1.dueDate">');
    expect(faulty.text).toContain('Sửa trang tra cứu</textarea>');
  });

  it('closes it: the level is published, the agency is told, and a second press does nothing more', async () => {
    await inspector.get(`${SHEET}/close`).expect(200);
    const fields = {
      ...inspector.hidden(),
      effectiveFrom: '2026-03-02',
      'findings.0.text': 'Sửa trang tra cứu',
      'findings.0.criterion': 'statusOnline',
      'findings.0.dueDate': '2026-03-20',
      'findings.1.text': 'Nêu số điện thoại hỗ trợ',
      'findings.1.dueDate': '2026-03-20',
    };
    for (let press = 0; press < 2; press += 1) {
      const closed = await inspector.send(`${SHEET}/close`, fields);
      expect([closed.status, closed.headers['location']]).toEqual([303, `${SHEET}?done=closed`]);
    }
    const { body } = await catalogue().http().get(`/api/v1/services/${ID}`).expect(200);
    expect(body).toMatchObject({ level: 2, basis: 'verified' });
    const { text } = await inspector.get(`${SHEET}?done=closed`).expect(200);
    expect(text).toContain('Đã kết thúc kiểm tra');
    expect(text).not.toContain('name="statusOnline.outcome"');
    expect((await inspector.get(`${SHEET}/close`)).status).toBe(303);
  });

  it('lets the agency read what it was told, and answer the finding', async () => {
    const desk = (await clerk.get('/desk').expect(200)).text;
    expect(desk).toContain(`/desk/findings/${FIRST}~f1`);
    expect(desk).toMatch(/desk-nav__count">1</);
    const notices = await clerk.get('/desk/notifications').expect(200);
    expect(notices.text).toContain('mức đã kiểm tra thấp hơn mức tự khai');
    const read = await clerk.fill('/desk/notifications/STP~n1/read', {});
    expect(read.headers['location']).toBe(SHEET);
    expect((await clerk.get(SHEET).expect(200)).text).not.toContain('desk-nav__count');

    const path = `/desk/findings/${FIRST}~f1`;
    await clerk.get(path).expect(200);
    const empty = await clerk.fill(`${path}/reply`, { text: ' ' });
    expect(empty.status).toBe(400);
    expect(empty.text).toContain('<a href="#reply-text">');
    await clerk.get(path).expect(200);
    const fields = { ...clerk.hidden(), text: 'Đã sửa ngày 10/03' };
    for (let press = 0; press < 2; press += 1) {
      const sent = await clerk.send(`${path}/reply`, fields);
      expect([sent.status, sent.headers['location']]).toEqual([303, `${path}?done=reply`]);
    }
    expect((await api.send.get(`/findings/${FIRST}~f1`).expect(200)).body.events).toHaveLength(1);
  });

  it('keeps a text where the finding was changed meanwhile, and shows what was done', async () => {
    const path = `/desk/findings/${FIRST}~f1`;
    await clerk.get(path).expect(200);
    const mine = { ...clerk.hidden(), text: 'Chúng tôi khiếu nại' };
    const other = await ClerkDesk.of(catalogue(), 'admin');
    await other.post(`/findings/${FIRST}~f1/reply`, { text: 'Bổ sung của người khác' }).expect(200);
    const stale = await clerk.send(`${path}/appeal`, mine);
    expect(stale.status).toBe(412);
    expect(stale.text).toContain('Bổ sung của người khác');
    expect(stale.text).toContain('Chúng tôi khiếu nại</textarea>');
    const sent = await clerk.fill(`${path}/appeal`, { text: 'Chúng tôi khiếu nại' });
    expect(sent.headers['location']).toBe(`${path}?done=appeal`);
  });

  it('does not decide an appeal against an own inspection, and is told why; another decides', async () => {
    const path = `/desk/findings/${FIRST}~f1`;
    const { text } = await inspector.get(path).expect(200);
    expect(text).toContain('Khiếu nại phải do một kiểm tra viên khác giải quyết');
    expect((await inspector.fill(`${path}/decide`, { decision: 'rejected', text: 'Không' })).status).toBe(
      403,
    );
    expect((await inspector.get('/desk/findings?state=appealed').expect(200)).text).toContain(path);
    expect((await clerk.get('/desk/findings?overdue=false&agency=STP').expect(200)).text).toContain(path);
    const stranger = await PageVisitor.signedIn(catalogue(), 'clerk2');
    await stranger.get(path).expect(403);
  });

  it('marks a late reply as late', async () => {
    const path = `/desk/findings/${FIRST}~f1`;
    // Whoever declared the level decides nothing about it either.
    const admin = await PageVisitor.signedIn(catalogue(), 'admin');
    expect((await admin.get(path).expect(200)).text).toContain('quy tắc bốn mắt');
    catalogue().setNow('2026-04-02T02:00:00.000Z');
    await signIn();
    const late = `/desk/findings/${FIRST}~f2`;
    expect((await clerk.get('/desk/findings?overdue=true').expect(200)).text).toContain(late);
    expect((await clerk.get(late).expect(200)).text).not.toContain('/appeal"');
    expect((await clerk.fill(`${late}/reply`, { text: 'Trả lời muộn' })).status).toBe(303);
    expect((await clerk.get(late).expect(200)).text).toContain('trễ hạn');
    // What does not change a level may be closed by whoever inspected.
    const inspectors = await inspector.get(late).expect(200);
    expect(inspectors.text).toContain('Trả lời muộn');
    const closed = await inspector.fill(`${late}/close`, { text: '' });
    expect(closed.headers['location']).toBe(`${late}?done=close`);
  });
});
