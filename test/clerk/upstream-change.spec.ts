import { expect, it } from 'vitest';
import { ComingDays } from '../../src/publication/coming-days.service.js';
import { amendProcedure } from '../support/amend-procedure.js';
import { onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { allMetBut, InspectorDesk } from '../support/inspector-desk.js';
import { ImportDesk } from '../support/import-desk.js';
import { PageVisitor } from '../support/page-visitor.js';
import { loadSample } from '../support/sample.js';
import { factsForLevel } from '../support/service-facts.js';

const CODE = '1.001193';
const ID = `STP~${CODE}`;
const COMMUNAL = '2.000635';

onBothDatabases('A new version of a procedure', loadSample, (catalogue) => {
  const read = async (query = '') =>
    (await catalogue().http().get(`/api/v1/services?procedure=${CODE}&agency=STP${query}`).expect(200)).body
      .items[0];
  const change = (desk: ClerkDesk) => desk.get(`/services/${ID}/upstream-change`).expect(200);
  const confirm = (desk: ClerkDesk, tag: string) =>
    desk.post(`/services/${ID}/confirm-version`, { note: 'Đã rà soát' }).set('If-Match', tag);
  let knownBefore: string;

  it('flags its services, says what changed, and makes their verifications stale until the agency answers', async () => {
    const clerk = await ClerkDesk.of(catalogue(), 'clerk');
    const inspector = await InspectorDesk.of(catalogue());
    await clerk.post('/services', { agencyCode: 'STP', procedureCode: CODE }).expect(201);
    await clerk.saveFacts(ID, factsForLevel(3));
    await clerk.post(`/services/${ID}/declarations`, { level: 3, effectiveFrom: '2026-03-02' }).expect(201);
    await inspector.open(ID).expect(201);
    await inspector.record(`${ID}~i1`, allMetBut());
    await inspector.close(`${ID}~i1`);
    expect(await read()).toMatchObject({ level: 3, basis: 'verified' });
    expect((await change(clerk)).body).toEqual({ serviceId: ID, pending: null, settled: [] });

    catalogue().setNow('2026-03-02T02:10:00.000Z');
    await amendProcedure(catalogue(), CODE, { dossierSets: 3 }, '2026-03-02');
    knownBefore = '2026-03-02T02:15:00.000Z';
    expect(await read()).toMatchObject({
      level: 3,
      basis: 'verified_stale',
      upstreamChange: { fromVersion: 1, toVersion: 2, effectiveFrom: '2026-03-02' },
    });
    const { pending } = (await change(clerk)).body;
    expect(pending).toMatchObject({ fromVersion: 1, toVersion: 2 });
    expect(pending.changed).toContainEqual({ part: 'dossierSets', before: null, after: 3 });
    expect(pending.changed.at(-1)).toMatchObject({ part: 'decision', after: { number: '99/QĐ-UBND' } });
    const assessment = await clerk.get(`/services/${ID}/assessment`);
    expect(assessment.body.verification).toMatchObject({ staleFrom: '2026-03-02', changedKeys: [] });
  });

  it('is answered by the agency alone, who has read what changed', async () => {
    const clerk = await ClerkDesk.of(catalogue(), 'clerk');
    const tag = (await change(clerk)).headers['etag']!;
    const other = await ClerkDesk.of(catalogue(), 'clerk2');
    await confirm(other, tag).expect(403);
    await clerk.post(`/services/${ID}/confirm-version`, {}).expect(428);
    await confirm(clerk, '"old"').expect(412);
  });

  it('lets the verification hold again once the agency confirms that its facts do', async () => {
    catalogue().setNow('2026-03-02T02:20:00.000Z');
    const clerk = await ClerkDesk.of(catalogue(), 'clerk');
    const { body } = await confirm(clerk, (await change(clerk)).headers['etag']!).expect(200);
    expect(body).toMatchObject({
      pending: null,
      settled: [{ toVersion: 2, how: 'confirmed', agencyCode: 'STP', note: 'Đã rà soát' }],
    });
    const service = await read();
    expect(service.basis).toBe('verified');
    expect(service).not.toHaveProperty('upstreamChange');
    expect((await read(`&knownAt=${knownBefore}`)).basis).toBe('verified_stale');
    const again = await confirm(clerk, (await change(clerk)).headers['etag']!).expect(409);
    expect(again.body.code).toBe('nothing_to_confirm');
    const ledger = await (await ClerkDesk.of(catalogue(), 'admin')).get(`/ledger?subject=service:${ID}`);
    const actions = ledger.body.items.map(({ action }: { action: string }) => action);
    expect(actions).toEqual(expect.arrayContaining(['procedure.publish', 'service.confirm_version']));
  });

  it('counts from its first day to the day of the answer, also where the answer is new facts', async () => {
    await amendProcedure(catalogue(), CODE, { dossierSets: 4 }, '2026-03-04');
    expect((await read()).basis).toBe('verified');
    catalogue().setNow('2026-03-06T02:00:00.000Z');
    await catalogue().app.get(ComingDays).advance();
    expect((await read()).basis).toBe('verified_stale');
    const clerk = await ClerkDesk.of(catalogue(), 'clerk');
    // Online payment is no part of what was verified.
    await clerk.saveFacts(ID, { ...factsForLevel(3), onlinePayment: { state: 'present' } });
    expect((await read()).basis).toBe('verified');
    expect((await change(clerk)).body.settled[0]).toMatchObject({ toVersion: 3, how: 'facts' });
    const bases = [];
    for (const day of ['2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'])
      bases.push((await read(`&asOf=${day}`)).basis);
    expect(bases).toEqual(['verified', 'verified_stale', 'verified_stale', 'verified']);
  });

  it('is answered as well by new facts from a file', async () => {
    await amendProcedure(catalogue(), CODE, { dossierSets: 5 }, '2026-03-06');
    const desk = await ImportDesk.of(catalogue(), 'clerk');
    const file = (level: string, page: string) =>
      `Mã thủ tục,Cơ quan,Mức độ,Trang thông tin\n${CODE},Sở Tư pháp,${level},${page}\n`;
    const importing = async (text: string) => {
      const run = await desk.dryRun(text);
      await desk.commit(run.id, run.toConfirm).expect(200);
    };
    const clerk = await ClerkDesk.of(catalogue(), 'clerk');
    // A level declared says nothing of the facts.
    await importing(file('2', ''));
    expect((await change(clerk)).body.pending).toMatchObject({ toVersion: 4 });
    await importing(file('', 'https://stp.example/khai-sinh-moi'));
    const { body } = await change(clerk);
    expect(body.pending).toBeNull();
    expect(body.settled[0]).toMatchObject({ toVersion: 4, how: 'facts', agencyCode: 'STP' });
    expect(await read()).not.toHaveProperty('upstreamChange');
  });

  it('flags every commune that offers it, in one go, from the version that was answered last', async () => {
    await amendProcedure(catalogue(), COMMUNAL, { dossierSets: 2 }, '2026-03-06');
    await amendProcedure(catalogue(), COMMUNAL, { dossierSets: 3 }, '2026-03-06');
    const { body } = await catalogue().http().get(`/api/v1/services?procedure=${COMMUNAL}&limit=500`);
    expect(body.items.length).toBeGreaterThan(10);
    for (const { upstreamChange } of body.items)
      expect(upstreamChange).toMatchObject({ fromVersion: 1, toVersion: 3 });
  });

  it('stands on the worklist, with a page of old beside new and the two ways to answer', async () => {
    const clerk = await PageVisitor.signedIn(catalogue(), 'clerk2');
    const worklist = (await clerk.get('/desk').expect(200)).text;
    const [page, service] = /(\/desk\/services\/[^/"]+~2\.000635)\/upstream-change/.exec(worklist)!;
    const { text } = await clerk.get(page).expect(200);
    expect(text).toContain('Số bộ hồ sơ');
    expect(text).toContain(`href="${service}"`);
    const stale = await clerk.fill(page, { note: 'Đã xem', version: '"old"' });
    expect(stale.status).toBe(412);
    expect(stale.text).toContain('Đã xem');
    expect((await clerk.fill(page, { note: 'Đã xem' })).status).toBe(303);
    expect((await clerk.get('/desk').expect(200)).text).not.toContain(page);
  });
});
