import { beforeAll, expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { allMetBut, InspectorDesk } from '../support/inspector-desk.js';
import { loadSample } from '../support/sample.js';
import { factsForLevel } from '../support/service-facts.js';

const ID = 'STP~1.001193';
const INSPECTION = `${ID}~i1`;
const finding = (no: number) => `/findings/${INSPECTION}~f${no}`;

onBothDatabases('The findings of an inspection', loadSample, (catalogue) => {
  let clerk: ClerkDesk;
  let inspector: InspectorDesk;
  let other: InspectorDesk;
  const signIn = async () => {
    clerk = await ClerkDesk.of(catalogue(), 'clerk');
    inspector = await InspectorDesk.of(catalogue());
    other = await InspectorDesk.of(catalogue(), 'admin');
  };
  beforeAll(async () => {
    await signIn();
    await clerk.post('/services', { agencyCode: 'STP', procedureCode: '1.001193' }).expect(201);
    await clerk.saveFacts(ID, factsForLevel(2));
    await clerk.post(`/services/${ID}/declarations`, { level: 2, effectiveFrom: '2026-03-02' }).expect(201);
    await inspector.open(ID).expect(201);
  });

  it('may rest on evidence that the inspector adds, and are checked before anything is closed', async () => {
    const added = await inspector.send
      .post(`/services/${ID}/evidence`)
      .attach('file', Buffer.from('Trang lỗi'), { filename: 'trang.txt', contentType: 'text/plain' });
    expect(added.status).toBe(201);
    const recorded = await inspector.record(
      INSPECTION,
      allMetBut({ steps: { outcome: 'not_met', reason: 'Thiếu bước', evidence: [added.body.id] } }),
    );
    expect(recorded.body).toMatchObject({ outcomeLevel: null, heldBackBy: ['steps'] });
    const refused = await inspector.close(INSPECTION, {
      effectiveFrom: '2026-03-03',
      findings: [{ criterion: 'nonsense', text: 'x', dueDate: '2026-03-01' }],
    });
    expect(refused.body.errors.map((e: { pointer: string; code: string }) => [e.pointer, e.code])).toEqual([
      ['/effectiveFrom', 'day_out_of_range'],
      ['/findings/0/criterion', 'unknown_reference'],
      ['/findings/0/dueDate', 'in_the_past'],
    ]);
    const closed = await inspector.close(INSPECTION, {
      findings: [
        { criterion: 'steps', text: 'Bổ sung các bước', dueDate: '2026-03-10' },
        { text: 'Cập nhật trang thông tin', dueDate: '2026-03-05' },
      ],
    });
    // Not even level 1 was found: null, never 0.
    expect(closed.body).toMatchObject({ state: 'closed', level: null });
    const { body } = await catalogue().http().get(`/api/v1/services/${ID}`).expect(200);
    expect(body).toMatchObject({ level: null, basis: 'verified', verifiedLevel: null, declaredLevel: 2 });
  });

  it('are listed with the earliest due first, page by page, to those who may see them', async () => {
    const first = (await clerk.get('/findings?limit=1').expect(200)).body;
    expect([first.total, first.items[0].id]).toEqual([2, `${INSPECTION}~f2`]);
    const second = (await clerk.get(`/findings?limit=1&cursor=${first.next}`).expect(200)).body;
    expect([second.next, second.items[0].id]).toEqual([null, `${INSPECTION}~f1`]);

    const city = await ClerkDesk.of(catalogue(), 'clerk2');
    expect((await city.get('/findings').expect(200)).body.total).toBe(0);
    expect((await city.get('/inspections').expect(200)).body.total).toBe(0);
    expect((await city.get('/notifications').expect(200)).body.total).toBe(0);
    for (const path of [finding(1), `/inspections/${INSPECTION}`, '/findings?agency=STP'])
      expect((await city.get(path).expect(403)).body.code).toBe('other_agency');
    expect((await city.post(`${finding(1)}/reply`, { text: 'Không phải việc của tôi' })).status).toBe(403);
    expect((await city.post('/notifications/STP~n1/read')).status).toBe(403);
    expect((await inspector.send.get('/findings?agency=STP').expect(200)).body.total).toBe(2);
    expect((await inspector.send.get(`/inspections?service=${ID}&state=closed`)).body.items).toMatchObject([
      { id: INSPECTION, declaredLevel: 2, level: null, state: 'closed' },
    ]);
  });

  it('are appealed against, and another inspector decides', async () => {
    await clerk.post(`${finding(1)}/reply`, { text: 'Đang xem lại' }).expect(200);
    const appealed = await clerk
      .post(`${finding(1)}/appeal`, { text: 'Các bước đã có trên trang' })
      .expect(200);
    expect(appealed.body.state).toBe('appealed');
    const closing = await inspector.send.post(`${finding(1)}/close`).send({});
    expect([closing.status, closing.body.code]).toEqual([409, 'wrong_state']);
    const decision = { decision: 'upheld', text: 'Đúng, các bước đã có' };
    const own = await inspector.send.post(`${finding(1)}/decide`).send(decision);
    expect([own.status, own.body.code]).toEqual([403, 'four_eyes_appeal']);
    const decided = (
      await other.send
        .post(`${finding(1)}/decide`)
        .send(decision)
        .expect(200)
    ).body;
    expect(decided.state).toBe('closed');
    expect(decided.events.map((event: { kind: string }) => event.kind)).toEqual([
      'reply',
      'appeal',
      'upheld',
    ]);
    const { items } = (await clerk.get('/notifications?limit=1').expect(200)).body;
    expect(items).toMatchObject([{ kind: 'appeal_decided', subject: `finding:${INSPECTION}~f1` }]);
  });

  it('take a late reply, which is marked, but no late appeal', async () => {
    catalogue().setNow('2026-03-09T02:00:00.000Z');
    await signIn();
    // The list's own day moves with the first write of the day.
    const replied = (await clerk.post(`${finding(2)}/reply`, { text: 'Xin lỗi vì chậm' }).expect(200)).body;
    expect(replied).toMatchObject({ state: 'replied', events: [{ kind: 'reply', late: true }] });
    const late = await clerk.post(`${finding(2)}/appeal`, { text: 'Không đồng ý' }).expect(409);
    expect(late.body.code).toBe('finding_past_due');
    const overdue = (await clerk.get('/findings?overdue=true').expect(200)).body;
    expect(overdue.items.map((item: { id: string }) => item.id)).toEqual([`${INSPECTION}~f2`]);
    await inspector.send
      .post(`${finding(2)}/close`)
      .send({})
      .expect(200);
    expect((await clerk.get('/findings?overdue=true').expect(200)).body.total).toBe(0);
  });

  it('are made of what was not met where the inspector says nothing else, so that the agency can reply', async () => {
    await inspector.open(ID).expect(201);
    const second = `${ID}~i2`;
    // Of a level that was not declared nothing has to be mended.
    const missed = {
      formFiles: { outcome: 'not_met', note: 'Biểu mẫu không mở được' },
      statusOnline: { outcome: 'not_met' },
    };
    await inspector.record(second, allMetBut(missed));
    const { body } = await inspector.close(second);
    expect(body.findings).toMatchObject([
      {
        criterion: 'formFiles',
        dueDate: '2026-04-08',
        state: 'open',
        text: expect.stringContaining('không mở được'),
      },
    ]);
    await clerk.post(`/findings/${second}~f1/reply`, { text: 'Đã thay biểu mẫu.' }).expect(200);

    await inspector.open(ID).expect(201);
    await inspector.record(`${ID}~i3`, allMetBut(missed));
    expect((await inspector.close(`${ID}~i3`, { findings: [] })).body.findings).toEqual([]);
  });
});
