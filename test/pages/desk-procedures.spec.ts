import { beforeAll, expect, it } from 'vitest';
import { SECTIONS } from '../../src/pages/desk/draft-sections.js';
import { type Catalogue, onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { PageVisitor } from '../support/page-visitor.js';
import { loadSample } from '../support/sample.js';

const NAME = 'Cấp giấy xác nhận thử nghiệm';
const LIST = '/desk/procedures';

/** What a clerk types into the sections, so that nothing is missing. */
const TYPED: Record<string, Record<string, string>> = {
  name: { name: NAME, nameEn: '', fieldCode: 'ho-tich' },
  steps: {
    steps: 'Bước 1: nộp hồ sơ.\r\nBước 2: nhận kết quả.',
    requirements: '',
    noRequirements: 'Pháp luật không quy định',
  },
  channels: {
    'channels.0.channel': '',
    'channels.1.channel': 'in_person',
    'channels.1.timeValue': '5',
    'channels.1.timeUnit': 'working_day',
    'channels.1.feeKind': 'amount',
    'channels.1.feeAmount': '10.000',
  },
  dossier: {
    'components.0.name': 'Tờ khai',
    'components.0.originals': '1',
    'components.0.hasForm': 'yes',
    dossierSets: '1',
  },
  people: { subjects: 'Công dân Việt Nam', implementingAgency: 'Sở Tư pháp' },
  result: { results: 'Giấy xác nhận' },
  decision: { legalBasis: '123/2015/NĐ-CP', decisionNumber: '12/QĐ-UBND', decisionDate: '2026-02-01' },
};

onBothDatabases('Somebody who brings a procedure to the public by pages', loadSample, (catalogue) => {
  let clerk: PageVisitor;
  let code = '';
  const page = () => `${LIST}/${code}`;
  const draft = async () =>
    (await (await ClerkDesk.of(catalogue(), 'clerk')).get(`/procedures/${code}/draft`).expect(200)).body;
  const visitor = (username: string, of: Catalogue = catalogue()) => PageVisitor.signedIn(of, username);
  beforeAll(async () => {
    clerk = await visitor('clerk');
  });

  it('is told what to fill in, and registers', async () => {
    await clerk.get(`${LIST}/new`).expect(200);
    const refused = await clerk.fill(`${LIST}/new`, {
      name: '',
      fieldCode: '',
      code: 'mã sai',
      copyFrom: '',
    });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('<a href="#code">');
    const half = await clerk.fill(`${LIST}/new`, { name: NAME, fieldCode: '' });
    expect(half.status).toBe(400);
    expect(half.text).toContain('<a href="#fieldCode">');
    expect(half.text).toContain(`${NAME}</textarea>`);
    const sent = await clerk.fill(`${LIST}/new`, { name: NAME, fieldCode: 'ho-tich' });
    expect(sent.status).toBe(303);
    code = /procedures\/(LOCAL-[\w-]+)\?/.exec(sent.headers['location']!)![1]!;
    const { text } = await clerk.get(sent.headers['location']!).expect(200);
    for (const { id } of SECTIONS) expect(text).toContain(`${page()}/sections/${id}"`);
    expect(text).toContain(`${page()}/sections/decision#decisionNumber`);
    expect((await clerk.get('/desk')).text).toContain(page());
  });

  it('is shown a procedure that may be the same one before anything is written', async () => {
    await clerk.get(`${LIST}/new`).expect(200);
    const typed = { name: NAME.toUpperCase(), fieldCode: 'ho-tich', code: '9.990001' };
    const shown = await clerk.fill(`${LIST}/new`, typed);
    expect(shown.status).toBe(200);
    expect(shown.text).toContain(`href="${page()}"`);
    await clerk.get(`${LIST}/9.990001`).expect(404);
    await clerk.get(`${LIST}/new`);
    await clerk.fill(`${LIST}/new`, typed);
    expect((await clerk.fill(`${LIST}/new`, typed)).headers['location']).toBe(
      `${LIST}/9.990001?done=registered`,
    );
    await clerk.get(`${LIST}/new`);
    const again = await clerk.fill(`${LIST}/new`, { ...typed, name: 'Khác hẳn' });
    expect(again.status).toBe(409);
    expect(again.text).toContain(`href="${LIST}/9.990001"`);
  });

  it('saves each section by itself, incomplete too, and keeps what is wrong', async () => {
    const channels = `${page()}/sections/channels`;
    await clerk.get(channels).expect(200);
    const wrong = await clerk.fill(channels, { 'channels.0.channel': 'post', 'channels.0.timeValue': 'năm' });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain('<a href="#channels-0-timeValue">');
    expect(wrong.text).toContain('value="năm"');
    expect((await clerk.fill(channels, { 'channels.0.channel': 'post' })).status).toBe(303);
    expect((await draft()).content.channels).toMatchObject([{ channel: 'post', timeValue: null }]);
    for (const { id } of SECTIONS) {
      const path = `${page()}/sections/${id}`;
      await clerk.get(path).expect(200);
      const saved = await clerk.fill(path, TYPED[id]!);
      expect(saved.status, id).toBe(303);
    }
    const { content, blockers, decisionNumber } = await draft();
    expect(blockers).toEqual([]);
    expect(decisionNumber).toBe('12/QĐ-UBND');
    expect(content).toMatchObject({
      steps: 'Bước 1: nộp hồ sơ.\nBước 2: nhận kết quả.',
      channels: [
        { channel: 'in_person', timeValue: 5, feeKind: 'amount', feeAmount: 10000, currency: 'VND' },
      ],
      components: [{ name: 'Tờ khai', originals: 1, copies: 0, hasForm: true }],
      notApplicable: { requirements: 'Pháp luật không quy định' },
    });
    // Opened and saved again as it is, nothing changes.
    for (const { id } of SECTIONS) {
      const { text } = await clerk.get(`${page()}/sections/${id}`).expect(200);
      expect(text).not.toContain('⟦');
    }
  });

  it('chooses between both versions where somebody else was faster', async () => {
    const people = `${page()}/sections/people`;
    await clerk.get(people).expect(200);
    const other = await visitor('admin');
    await other.get(people);
    expect((await other.fill(people, { ...TYPED['people'], receivingAddress: 'Số 1' })).status).toBe(303);
    const mine = { ...TYPED['people']!, receivingAddress: 'Số 2' };
    const refused = await clerk.fill(people, mine);
    expect(refused.status).toBe(412);
    expect(refused.text).toMatch(/Số 2<\/td>\s*<td[^>]*>\s*Số 1/);
    expect((await clerk.fill(people, mine)).status).toBe(303);
    expect((await draft()).content.receivingAddress).toBe('Số 2');
  });

  it('submits it; the reviewer returns it with a reason, approves it, and it is published', async () => {
    await clerk.get(page());
    expect((await clerk.fill(`${page()}/submit`, {})).headers['location']).toBe(`${page()}?done=submit`);
    expect((await clerk.get(`${page()}/sections/name`)).text).toContain('không sửa được');
    const inspector = await visitor('inspector');
    expect((await inspector.get('/desk').expect(200)).text).toContain(page());
    await inspector.get(page()).expect(200);
    const bare = await inspector.fill(`${page()}/return`, { reason: '' });
    expect(bare.status).toBe(400);
    expect(bare.text).toContain('<a href="#reason">');
    expect((await inspector.fill(`${page()}/return`, { reason: 'Thiếu căn cứ' })).status).toBe(303);
    expect((await clerk.get('/desk')).text).toContain('Thiếu căn cứ');
    await clerk.get(page());
    expect((await clerk.fill(`${page()}/submit`, {})).status).toBe(303);
    await inspector.get(page());
    expect((await inspector.fill(`${page()}/approve`, {})).status).toBe(303);
    const admin = await visitor('admin');
    await admin.get(page()).expect(200);
    expect((await admin.fill(`${page()}/publish`, { effectiveFrom: '2026-03-01' })).status).toBe(303);
    const { body } = await catalogue().http().get(`/api/v1/procedures/${code}`).expect(200);
    expect(body.status).toBe('published');
    expect((await clerk.get(page()).expect(200)).text).toContain('Lưu một phần sẽ mở lần công bố tiếp theo');
  });

  it('is told every blocker of a draft that is approved but not complete', async () => {
    const path = `${LIST}/9.990001`;
    await clerk.get(path);
    expect((await clerk.fill(`${path}/submit`, {})).status).toBe(303);
    const admin = await visitor('admin');
    await admin.get(path);
    expect((await admin.fill(`${path}/approve`, {})).status).toBe(303);
    await admin.get(path);
    const blocked = await admin.fill(`${path}/publish`, { effectiveFrom: '' });
    expect(blocked.status).toBe(422);
    expect(blocked.text).toContain('<a href="#ready">');
    for (const place of [
      'steps#steps',
      'channels#channels-0-channel',
      'dossier#dossierSets',
      'result#results',
    ])
      expect(blocked.text).toContain(`${path}/sections/${place}`);
  });

  it('is kept from drafts of other agencies, and needs the token of the session', async () => {
    const other = await visitor('clerk2');
    await other.get(`${LIST}/9.990001`).expect(404);
    await other.get('/desk');
    expect((await other.fill(`${LIST}/9.990001/submit`, {})).status).toBe(404);
    expect((await other.fill(`${LIST}/9.990001/approve`, {})).status).toBe(403);
    for (const path of [`${LIST}/new`, `${page()}/submit`, `${page()}/sections/name`])
      await clerk.send(path, { name: 'x', fieldCode: 'ho-tich' }).expect(403);
    const planner = await visitor('planner');
    await planner.get(LIST).expect(403);
  });

  it('reads every page in both languages with no text missing', async () => {
    const admin = await visitor('admin');
    for (const person of [clerk, admin]) {
      for (const path of [LIST, `${LIST}/new`, page(), `${LIST}/9.990001`]) {
        for (const address of [path, `/en${path}`]) {
          const { text } = await person.get(address).expect(200);
          expect(text, address).not.toContain('⟦');
        }
      }
    }
  });
});
