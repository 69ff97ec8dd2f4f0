import { beforeAll, expect, it } from 'vitest';
import { FACT_KEYS } from '../../src/domain/service-facts.js';
import { onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { PageVisitor } from '../support/page-visitor.js';
import { loadSample } from '../support/sample.js';
import { factsForLevel } from '../support/service-facts.js';

const ID = 'STP~1.001193';
const PAGE = `/desk/services/${ID}`;

/** The facts as the form of the page sends them. */
function answers(level: 1 | 2 | 3, changes: Record<string, string> = {}): Record<string, string> {
  const facts = factsForLevel(level);
  const fields: Record<string, string> = {};
  for (const key of FACT_KEYS) {
    const fact = facts[key];
    fields[`${key}.state`] = fact?.state ?? 'unknown';
    if (fact?.reason) fields[`${key}.reason`] = fact.reason;
    if (fact?.urls) fields[`${key}.urls`] = fact.urls.join('\r\n');
    if (fact?.receipt) fields[`${key}.receipt`] = fact.receipt;
    if (fact?.count) fields[`${key}.count`] = String(fact.count);
  }
  return { ...fields, ...changes };
}

onBothDatabases('A clerk at the pages of a service', loadSample, (catalogue) => {
  let clerk: PageVisitor;
  let api: ClerkDesk;
  beforeAll(async () => {
    clerk = await PageVisitor.signedIn(catalogue(), 'clerk');
    api = await ClerkDesk.of(catalogue(), 'clerk');
    await api
      .post('/services', { agencyCode: 'STP', procedureCode: '1.001193', validFrom: '2010-01-01' })
      .expect(201);
  });
  const atLevelThree = async (): Promise<number> =>
    (await catalogue().http().get('/api/v1/reports/coverage?agency=STP').expect(200)).body.totals.atLeast[
      '3'
    ];

  it('finds it in the list, by what holds it back too', async () => {
    for (const question of [
      '',
      '?q=khai+sinh&level=none',
      '?heldBackBy=publicPage&page=1',
      '?state=&level=&agency=STP',
    ]) {
      const { text } = await clerk.get(`/desk/services${question}`).expect(200);
      expect(text).toContain(`/desk/services/${ID}"`);
    }
    const { text } = await clerk.get('/desk/services?heldBackBy=authentication').expect(200);
    expect(text).not.toContain(`/desk/services/${ID}"`);
    await clerk.get('/desk/services?level=9').expect(400);
    const desk = await clerk.get('/desk').expect(200);
    expect(desk.text).toContain('/desk/services?heldBackBy=publicPage');
  });

  it('keeps everything typed where something is wrong, and is led to it', async () => {
    expect((await clerk.get(PAGE).expect(200)).text).not.toContain('-error');
    const { status, text } = await clerk.fill(PAGE, {
      ...answers(3),
      'fees.state': 'not_applicable',
      'fees.reason': '',
      'publicPage.urls': 'https://ok.example.vn/\r\njavascript:alert("1")',
      'forms.count': 'hai',
      'onlineSubmission.receipt': 'SỐ <7>',
    });
    expect(status).toBe(400);
    for (const field of ['fees-reason', 'publicPage-urls', 'forms-count'])
      expect(text).toContain(`<a href="#${field}">`);
    expect(text).toContain('dòng 2');
    expect(text).toContain('javascript:alert(&quot;1&quot;)</textarea>');
    expect(text).toContain('value="hai"');
    expect(text).toContain('value="SỐ &lt;7&gt;"');
    expect(text).toMatch(/name="fees.state" type="radio" value="not_applicable" checked/);
    expect(text).toContain('aria-describedby="publicPage-urls-error"');
    expect((await api.get(`/services/${ID}/facts`).expect(200)).body.revision).toBe(0);
  });

  it('saves the answers and reads which level they support', async () => {
    await clerk.get(PAGE).expect(200);
    const saved = await clerk.fill(PAGE, answers(1));
    expect(saved.status).toBe(303);
    expect(saved.headers['location']).toBe(`${PAGE}?saved=1`);
    const { text } = await clerk.get(`${PAGE}?saved=1`).expect(200);
    expect(text).toContain('Để lên Mức 2 còn vướng');
    expect(text).toContain('href="#formFiles-state"');
    const stated = (await api.get(`/services/${ID}/facts`).expect(200)).body;
    expect(stated.facts).toEqual(factsForLevel(1));
  });

  it('is refused a level that the answers do not support, told all that is missing, and nothing is declared', async () => {
    await clerk.get(`${PAGE}/declare`).expect(200);
    const { status, text } = await clerk.fill(`${PAGE}/declare`, {
      level: '3',
      effectiveFrom: '2012-06-01',
      note: 'Ghi chú "riêng"',
    });
    expect(status).toBe(422);
    for (const fact of ['formFiles', 'printAccepted', 'onlineForm', 'onlineSubmission', 'statusOnline'])
      expect(text).toContain(`href="${PAGE}#${fact}-state"`);
    expect(text).toContain('Ghi chú &quot;riêng&quot;</textarea>');
    expect(text).toContain('value="2012-06-01"');
    expect((await api.get(`/services/${ID}/history`).expect(200)).body.declarations).toEqual([]);
  });

  it('declares the level once it is supported, and the report counts it', async () => {
    const before = await atLevelThree();
    await clerk.get(PAGE).expect(200);
    expect((await clerk.fill(PAGE, answers(3))).status).toBe(303);
    await clerk.get(`${PAGE}/declare`).expect(200);
    const form = { level: '3', effectiveFrom: '2026-01-15', note: '' };
    const declared = await clerk.fill(`${PAGE}/declare`, form);
    expect(declared.status).toBe(303);
    expect(declared.headers['location']).toBe(`${PAGE}/declared?no=1`);
    const { text } = await clerk.get(declared.headers['location']!).expect(200);
    expect(text).toContain('level--3');
    expect(text).toContain('/reports/coverage?agency=STP');
    expect(await atLevelThree()).toBe(before + 1);
    // The same form sent again changes nothing.
    await clerk.get(`${PAGE}/declare`);
    expect((await clerk.fill(`${PAGE}/declare`, form)).headers['location']).toBe(`${PAGE}/declared?no=1`);
  });

  it('is told what is wrong with a declaration', async () => {
    await clerk.get(`/en${PAGE}/declare`).expect(200);
    const { status, text } = await clerk.fill(`/en${PAGE}/declare`, {
      level: '',
      effectiveFrom: '2012-13-01',
    });
    expect(status).toBe(400);
    expect(text).toContain('<a href="#level">');
    expect(text).toContain('<a href="#effectiveFrom">');
  });

  it('chooses between both versions where somebody else was faster', async () => {
    await clerk.get(PAGE).expect(200);
    const { status: saved } = await api.saveFacts(ID, {
      ...factsForLevel(3),
      printAccepted: { state: 'absent' },
    });
    expect(saved).toBe(200);
    const mine = answers(3, { 'statusOnline.urls': 'https://example.gov.vn/tra-cuu-moi' });
    const refused = await clerk.fill(PAGE, mine);
    expect(refused.status).toBe(412);
    expect(refused.text).toContain('Có người vừa sửa dịch vụ này');
    expect(refused.text).toContain('tra-cuu-moi</span>');
    expect(refused.text).toContain('href="#printAccepted-state"');
    expect((await api.get(`/services/${ID}/facts`)).body.facts.printAccepted.state).toBe('absent');
    expect((await clerk.fill(PAGE, mine)).status).toBe(303);
    const { facts } = (await api.get(`/services/${ID}/facts`)).body;
    expect(facts.printAccepted.state).toBe('present');
    expect(facts.statusOnline.urls).toEqual(['https://example.gov.vn/tra-cuu-moi']);
  });

  it('captures an address and saves the rest with it; what could not be captured is told and is no evidence', async () => {
    await clerk.get(PAGE).expect(200);
    const url = 'http://127.0.0.1:9/trang';
    const sent = await clerk.fill(PAGE, answers(3, { 'publicPage.urls': url, capture: 'publicPage' }));
    expect(sent.status).toBe(303);
    expect(sent.headers['location']).toBe(`${PAGE}/evidence`);
    const { facts } = (await api.get(`/services/${ID}/facts`)).body;
    expect(facts.publicPage).toEqual({ state: 'present', urls: [url] });
    const { text } = await clerk.get(`${PAGE}/evidence`).expect(200);
    expect(text).toContain('không được phép mở địa chỉ này');
    await clerk.get(PAGE);
    const nothing = await clerk.fill(PAGE, answers(3, { 'publicPage.urls': '', capture: 'publicPage' }));
    expect(nothing.status).toBe(400);
    expect(nothing.text).toContain('<a href="#publicPage-urls">');
  });

  it('adds a file as evidence, by a form of the own session only', async () => {
    await clerk.get(`${PAGE}/evidence`).expect(200);
    const added = await clerk.upload(
      `${PAGE}/evidence`,
      { fact: 'statusOnline', note: '' },
      'anh.txt',
      'Ảnh chụp',
    );
    expect(added.headers['location']).toBe(`${PAGE}/evidence?added=1`);
    expect((await clerk.get(`${PAGE}/evidence`)).text).toContain('anh.txt');
    expect((await clerk.get(PAGE)).text).toContain('name="statusOnline.evidence" type="checkbox" value="2"');
    await clerk.get(`${PAGE}/evidence`);
    const typed = { fact: 'statusOnline', note: 'Ảnh ngày 1/3' };
    const page = await clerk.upload(`${PAGE}/evidence`, typed, 'a.html', '<p>no</p>');
    expect(page.status).toBe(400);
    expect(page.text).toContain('<a href="#file">');
    expect(page.text).toMatch(/<option value="statusOnline" selected/);
    expect(page.text).toContain('name="note" type="text" value="Ảnh ngày 1/3"');
    expect((await clerk.upload(`${PAGE}/evidence`, { csrf: 'guessed' }, 'a.txt', 'a')).status).toBe(403);
  });

  it('gives a day that is none back as it was typed', async () => {
    await clerk.get(`${PAGE}/declare`).expect(200);
    const typed = { level: '1', effectiveFrom: '32/13/2026' };
    const { status, text } = await clerk.fill(`${PAGE}/declare`, typed);
    expect(status).toBe(400);
    expect(text).toContain('name="effectiveFrom" type="text" value="32/13/2026"');
  });

  it('cannot be made to write without the token of the session', async () => {
    for (const path of [PAGE, `${PAGE}/declare`]) {
      await clerk.send(path, { ...answers(1), level: '1', effectiveFrom: '2026-01-01' }).expect(403);
      await clerk.send(path, { ...answers(1), csrf: 'guessed' }).expect(403);
    }
  });

  it('is kept from the services of other agencies by a page that says so', async () => {
    const other = await PageVisitor.signedIn(catalogue(), 'clerk2');
    const { text } = await other.get(PAGE).expect(403);
    expect(text).toContain('<h1');
    await other.get('/desk');
    expect((await other.fill(PAGE, answers(1))).status).toBe(403);
    expect((await other.fill(`${PAGE}/declare`, { level: '1', effectiveFrom: '2026-01-01' })).status).toBe(
      403,
    );
    const inspector = await PageVisitor.signedIn(catalogue(), 'inspector');
    await inspector.get(PAGE).expect(403);
    await inspector.get('/desk/services').expect(403);
    await clerk.get('/desk/services/STP~none').expect(404);
  });

  it('reads every page in both languages with no text missing', async () => {
    const pages = [
      '/desk',
      '/desk/services',
      PAGE,
      `${PAGE}/declare`,
      `${PAGE}/declared`,
      `${PAGE}/evidence`,
    ];
    for (const path of pages.flatMap((page) => [page, `/en${page}`])) {
      const { text } = await clerk.get(path).expect(200);
      expect(text, path).not.toContain('⟦');
    }
  });
});
