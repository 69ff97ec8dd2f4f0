import { beforeAll, expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { allMetBut, InspectorDesk } from '../support/inspector-desk.js';
import { loadSample } from '../support/sample.js';
import { factsForLevel } from '../support/service-facts.js';

const ID = 'STP~1.001193';
const FIRST = `${ID}~i1`;
const SECOND = `${ID}~i2`;
const DEAD_PAGE = { statusOnline: { outcome: 'not_met', reason: 'Trang tra cứu không mở được' } };

onBothDatabases('An inspector who checks a declared level', loadSample, (catalogue) => {
  let clerk: ClerkDesk;
  let inspector: InspectorDesk;
  /** Sessions end when nobody uses them: on another day both sign in again. */
  const signIn = async () => {
    clerk = await ClerkDesk.of(catalogue(), 'clerk');
    inspector = await InspectorDesk.of(catalogue());
  };
  const itIsNow = (instant: string) => {
    catalogue().setNow(instant);
    return signIn();
  };
  beforeAll(async () => {
    await signIn();
    await clerk
      .post('/services', { agencyCode: 'STP', procedureCode: '1.001193', validFrom: '2012-01-01' })
      .expect(201);
    await clerk.saveFacts(ID, factsForLevel(3));
  });
  const publicGet = (path: string) => catalogue().http().get(`/api/v1${path}`);
  const published = async () => (await publicGet(`/services/${ID}`).expect(200)).body;
  const coverage = async (more = '') => {
    const { body } = await publicGet(`/reports/coverage?by=agency&agency=STP${more}`).expect(200);
    const { atLeast, verified, stale, overClaimed } = body.totals;
    return { level2: atLeast[2], level3: atLeast[3], verified, stale, overClaimed };
  };
  let before: Awaited<ReturnType<typeof coverage>>;

  it('has nothing to check before a level is declared', async () => {
    const refused = await inspector.open(ID).expect(409);
    expect(refused.body.code).toBe('no_declaration');
    await clerk.post(`/services/${ID}/declarations`, { level: 3, effectiveFrom: '2012-11-30' }).expect(201);
    before = await coverage();
    expect(await published()).toMatchObject({ level: 3, basis: 'declared', verifiedAt: null });
  });

  it('opens one inspection at a time, and sees declaration, facts and what they support side by side', async () => {
    const opened = await inspector.open(ID).expect(201);
    expect(opened.headers['location']).toBe(`http://catalogue.test/api/v1/inspections/${FIRST}`);
    expect(opened.body).toMatchObject({
      id: FIRST,
      state: 'open',
      declaration: { no: 1, level: 3, actor: 'clerk', agencyCode: 'STP' },
      supportedLevel: 3,
      outcomeLevel: null,
      level: null,
      inspector: 'inspector',
    });
    expect(opened.body.facts.facts.statusOnline.urls).toEqual(['https://example.gov.vn/tra-cuu']);
    const page = opened.body.criteria.find((criterion: { id: string }) => criterion.id === 'statusOnline');
    expect(page).toMatchObject({ stated: { outcome: 'met' }, inspected: null, level: 3 });
    expect((await inspector.open(ID).expect(409)).body.code).toBe('inspection_open');
  });

  it('hears every fault of the outcomes at once, and nothing of them is kept', async () => {
    const answer = await inspector.record(FIRST, [
      { criterion: 'nonsense', outcome: 'met' },
      { criterion: 'statusOnline', outcome: 'not_applicable', evidence: ['99'] },
      { criterion: 'statusOnline', outcome: 'met' },
    ]);
    expect(answer.status).toBe(400);
    const faults = answer.body.errors.map((e: { pointer: string; code: string }) => `${e.pointer} ${e.code}`);
    expect(faults).toEqual([
      '/outcomes/0/criterion unknown_reference',
      '/outcomes/1/outcome not_applicable_not_allowed',
      '/outcomes/1/reason reason_required',
      '/outcomes/1/evidence/0 unknown_reference',
      '/outcomes/2/criterion duplicate',
    ]);
    const { body } = await inspector.send.get(`/inspections/${FIRST}`).expect(200);
    expect(body.criteria.every((criterion: { inspected: unknown }) => criterion.inspected === null)).toBe(
      true,
    );
    expect((await inspector.close(FIRST)).body.code).toBe('inspection_empty');
  });

  it('cannot write a level, nor over what somebody else has changed meanwhile', async () => {
    await inspector.send.patch(`/inspections/${FIRST}`).send({ outcomes: [] }).expect(428);
    const tag = await inspector.tagOf(FIRST);
    const typed = await inspector.send
      .post(`/inspections/${FIRST}/close`)
      .set('If-Match', tag)
      .send({ level: 3 });
    expect([typed.status, typed.body.errors[0].code]).toEqual([400, 'unknown_field']);
    const facts = factsForLevel(3);
    facts.statusOnline!.urls = ['https://example.gov.vn/tra-cuu-moi'];
    await clerk.saveFacts(ID, facts);
    const late = await inspector.send
      .patch(`/inspections/${FIRST}`)
      .set('If-Match', tag)
      .send({ outcomes: allMetBut() });
    expect(late.status).toBe(412);
    const { body } = await inspector.send.get(`/inspections/${FIRST}`).expect(200);
    expect(body.changedKeys).toEqual(['statusOnline']);
  });

  /** Where the page of the service leads to submit online: by a button, by a link, and for machines. */
  const submitsAt = async (language: '' | '/en') => {
    const { text } = await catalogue()
      .http()
      .get(`${language}/services/${encodeURIComponent(ID)}`)
      .expect(200);
    const by = (style: string) => text.includes(`<a class="${style}" href="https://example.gov.vn/nop/1"`);
    const [, jsonld] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text)!;
    return { text, button: by('govuk-button'), link: by('govuk-link'), machines: jsonld!.includes('/nop/1') };
  };

  it('lets everybody submit online by the page’s button as long as nothing less was found', async () => {
    for (const language of ['', '/en'] as const)
      expect(await submitsAt(language)).toMatchObject({ button: true, link: false, machines: true });
  });

  it('finds the status page dead, and what is published falls to level 2', async () => {
    const recorded = await inspector.record(FIRST, allMetBut(DEAD_PAGE));
    expect(recorded.body).toMatchObject({ outcomeLevel: 2, heldBackBy: ['statusOnline'], level: null });
    const closed = await inspector.close(FIRST, {
      findings: [
        { criterion: 'statusOnline', text: 'Sửa trang tra cứu tình trạng hồ sơ', dueDate: '2026-03-31' },
      ],
    });
    expect(closed.status).toBe(200);
    expect(closed.body).toMatchObject({
      state: 'closed',
      level: 2,
      effectiveFrom: '2026-03-02',
      changedKeys: [],
      closedBy: 'inspector',
      findings: [{ id: `${FIRST}~f1`, criterion: 'statusOnline', state: 'open' }],
    });
    expect(await published()).toMatchObject({
      level: 2,
      basis: 'verified',
      declaredLevel: 3,
      verifiedLevel: 2,
      levelSince: '2026-03-02',
      verifiedAt: closed.body.closedAt,
      heldBackBy: ['statusOnline'],
    });
    expect(await coverage()).toEqual({
      ...before,
      level3: before.level3 - 1,
      verified: before.verified + 1,
      overClaimed: before.overClaimed + 1,
    });
  });

  it('has everybody told why it is no higher, though the agency states more', async () => {
    const { supportedLevel, verification } = (await publicGet(`/services/${ID}/assessment`).expect(200)).body;
    expect([supportedLevel, verification.heldBackBy]).toEqual([3, ['statusOnline']]);
    const page = await catalogue()
      .http()
      .get(`/en/services/${encodeURIComponent(ID)}`)
      .expect(200);
    const why = /id="why">([^<]+)<[\s\S]*?<ul class="gaps">([\s\S]*?)<\/ul>/.exec(page.text)!;
    expect(why[1]).toBe('Why not level 3?');
    expect(why[2]!.match(/<li>/g)).toHaveLength(1);
    expect(why[2]).toMatch(/status[\s\S]*Not met/);
    expect(page.text).toContain('The inspection of');
    const before = (await publicGet(`/services?asOf=2026-03-02&agency=STP`).expect(200)).body.items;
    expect(before.find(({ id }: { id: string }) => id === ID).heldBackBy).toEqual(['statusOnline']);
  });

  it('leaves the agency’s address for submitting on the page, no longer as what one should press', async () => {
    for (const [language, told] of [
      ['', 'Lần kiểm tra ngày 02/03/2026 thấy dịch vụ chưa đạt mức 3'],
      ['/en', 'The inspection of 2 Mar 2026 found the service below level 3'],
    ] as const) {
      const page = await submitsAt(language);
      expect(page).toMatchObject({ button: false, link: true, machines: false });
      expect(page.text).toContain(told);
    }
  });

  it('changes nothing of it afterwards', async () => {
    const patched = await inspector.record(FIRST, allMetBut());
    expect([patched.status, patched.body.code]).toEqual([409, 'wrong_state']);
    expect((await inspector.close(FIRST)).status).toBe(409);
  });

  it('has the agency told, which replies', async () => {
    const { items } = (await clerk.get('/notifications?unread=true').expect(200)).body;
    expect(items).toMatchObject([
      {
        agencyCode: 'STP',
        kind: 'level_lowered',
        serviceId: ID,
        subject: `inspection:${FIRST}`,
        readAt: null,
      },
    ]);
    const read = await clerk.post(`/notifications/${items[0].id}/read`).expect(200);
    expect(read.body.readBy).toBe('clerk');
    expect((await clerk.get('/notifications?unread=true').expect(200)).body.total).toBe(0);

    const list = (await clerk.get('/findings?state=open').expect(200)).body;
    expect(list.items).toMatchObject([{ id: `${FIRST}~f1`, agencyCode: 'STP', dueDate: '2026-03-31' }]);
    const replied = await clerk.post(`/findings/${FIRST}~f1/reply`, { text: 'Đã sửa.' }).expect(200);
    expect(replied.body).toMatchObject({
      state: 'replied',
      events: [{ no: 1, kind: 'reply', text: 'Đã sửa.', late: false, actor: 'clerk', actorAgency: 'STP' }],
    });
  });

  it('is stale from the day on which the facts were mended, and says which', async () => {
    await itIsNow('2026-03-20T02:00:00.000Z');
    const facts = factsForLevel(3);
    facts.statusOnline!.urls = ['https://example.gov.vn/tra-cuu-2'];
    facts.onlinePayment = { state: 'present' };
    expect((await clerk.saveFacts(ID, facts)).status).toBe(200);
    expect(await published()).toMatchObject({ level: 2, basis: 'verified_stale' });
    const { verification } = (await publicGet(`/services/${ID}/assessment`).expect(200)).body;
    expect(verification).toMatchObject({
      inspectionId: FIRST,
      level: 2,
      effectiveFrom: '2026-03-02',
      staleFrom: '2026-03-20',
      changedKeys: ['statusOnline'],
    });
    const counted = await coverage();
    expect([counted.verified, counted.stale]).toEqual([before.verified, before.stale + 1]);
    expect(await coverage('&asOf=2026-03-19')).toMatchObject({
      verified: before.verified + 1,
      stale: before.stale,
    });
  });

  it('stays stale when the facts return to what they were', async () => {
    await itIsNow('2026-03-21T02:00:00.000Z');
    const facts = factsForLevel(3);
    facts.statusOnline!.urls = ['https://example.gov.vn/tra-cuu-moi'];
    await clerk.saveFacts(ID, facts);
    expect(await published()).toMatchObject({ basis: 'verified_stale' });
    const { verification } = (await publicGet(`/services/${ID}/assessment`).expect(200)).body;
    expect(verification).toMatchObject({ staleFrom: '2026-03-20', changedKeys: [] });
  });

  it('inspects again, and level 3 is verified', async () => {
    await itIsNow('2026-03-25T02:00:00.000Z');
    expect((await inspector.open(ID).expect(201)).body.id).toBe(SECOND);
    await inspector.record(SECOND, allMetBut());
    const closed = await inspector.close(SECOND);
    expect(closed.body).toMatchObject({ level: 3, effectiveFrom: '2026-03-25', heldBackBy: [] });
    await inspector.send.post(`/findings/${FIRST}~f1/close`).send({ text: 'Đã kiểm tra lại' }).expect(200);
    expect(await published()).toMatchObject({
      level: 3,
      basis: 'verified',
      verifiedLevel: 3,
      levelSince: '2026-03-25',
      verifiedAt: closed.body.closedAt,
    });
    expect(await coverage()).toEqual({ ...before, verified: before.verified + 1 });
    expect((await clerk.get('/notifications?unread=true').expect(200)).body.total).toBe(0);
  });

  it('leaves the whole walk in history, in lists of other days and in the ledger', async () => {
    const history = (await publicGet(`/services/${ID}/history`).expect(200)).body;
    expect(history.inspections).toMatchObject([
      { id: FIRST, level: 2, staleFrom: '2026-03-20', inspector: null, agencyCode: 'VPUB' },
      { id: SECOND, level: 3, staleFrom: null },
    ]);
    const of = async (asOf: string) => {
      const { body } = await publicGet(`/services?agency=STP&procedure=1.001193&asOf=${asOf}`).expect(200);
      const { level, basis, verifiedAt } = body.items[0];
      return [level, basis, verifiedAt?.slice(0, 10) ?? null];
    };
    expect(await of('2026-03-01')).toEqual([3, 'declared', null]);
    expect(await of('2026-03-02')).toEqual([2, 'verified', '2026-03-02']);
    expect(await of('2026-03-20')).toEqual([2, 'verified_stale', '2026-03-02']);

    const ledger = await inspector.send.get(`/ledger?subject=service:${ID}&limit=50`).expect(200);
    const actions = ledger.body.items.map((entry: { action: string; actor: string }) => [
      entry.action,
      entry.actor,
    ]);
    expect(actions.toReversed()).toEqual([
      [expect.any(String), 'clerk'],
      ['facts.save', 'clerk'],
      ['declaration.create', 'clerk'],
      ['inspection.open', 'inspector'],
      ['facts.save', 'clerk'],
      ['inspection.record', 'inspector'],
      ['inspection.close', 'inspector'],
      ['finding.reply', 'clerk'],
      ['facts.save', 'clerk'],
      ['facts.save', 'clerk'],
      ['inspection.open', 'inspector'],
      ['inspection.record', 'inspector'],
      ['inspection.close', 'inspector'],
      ['finding.close', 'inspector'],
    ]);
    expect((await publicGet('/ledger/verify').expect(200)).body.ok).toBe(true);
  });
});
