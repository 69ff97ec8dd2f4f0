import { expect, it } from 'vitest';
import { ComingDays } from '../../src/publication/coming-days.service.js';
import { onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { allMetBut, InspectorDesk } from '../support/inspector-desk.js';
import { aCompleteDraft } from '../support/procedure-draft.js';
import { loadSample } from '../support/sample.js';
import { factsForLevel } from '../support/service-facts.js';
import { signedIn } from '../support/signed-in.js';

const CODE = '1.001193';
const ID = `STP~${CODE}`;

onBothDatabases('A verification of a procedure that is amended', loadSample, (catalogue) => {
  it('is stale from the first day of the new version, even if nobody wrote on that day', async () => {
    const clerk = await ClerkDesk.of(catalogue(), 'clerk');
    const inspector = await InspectorDesk.of(catalogue());
    await clerk.post('/services', { agencyCode: 'STP', procedureCode: CODE }).expect(201);
    // The number of forms is left to the procedure.
    const { forms: _, ...facts } = factsForLevel(1);
    await clerk.saveFacts(ID, facts);
    await clerk.post(`/services/${ID}/declarations`, { level: 1, effectiveFrom: '2026-03-02' }).expect(201);
    await inspector.open(ID).expect(201);
    await inspector.record(`${ID}~i1`, allMetBut());
    expect((await inspector.close(`${ID}~i1`)).body.level).toBe(3);

    const admin = signedIn(catalogue(), (await ClerkDesk.of(catalogue(), 'admin')).token);
    const { headers, body } = await admin.get(`/procedures/${CODE}`).expect(200);
    const form = (name: string) => ({ name, originals: 1, hasForm: true });
    const components = ['Tờ khai', 'Giấy cam đoan', 'Bản kê', 'Phụ lục', 'Lý lịch'].map(form);
    await admin
      .patch(`/procedures/${CODE}/draft`)
      .set('If-Match', headers['etag']!)
      .send({ ...aCompleteDraft({ fieldCode: body.field.code, components }), name: body.name })
      .expect(200);
    await admin.post(`/procedures/${CODE}/submit`).set('If-Match', '*').expect(200);
    await inspector.send.post(`/procedures/${CODE}/approve`).set('If-Match', '*').expect(200);
    const decision = { decisionNumber: '99/QĐ-UBND', decisionDate: '2026-03-01', signer: 'Chủ tịch' };
    await admin
      .post(`/procedures/${CODE}/publish`)
      .set('If-Match', '*')
      .send({ ...decision, effectiveFrom: '2026-03-10' })
      .expect(200);
    const published = async () => (await catalogue().http().get(`/api/v1/services/${ID}`).expect(200)).body;
    expect(await published()).toMatchObject({ level: 3, basis: 'verified' });

    catalogue().setNow('2026-03-14T02:00:00.000Z');
    await catalogue().app.get(ComingDays).advance();
    expect(await published()).toMatchObject({ level: 3, basis: 'verified_stale' });
    const assessment = await catalogue().http().get(`/api/v1/services/${ID}/assessment`).expect(200);
    expect(assessment.body.verification).toMatchObject({ staleFrom: '2026-03-10', changedKeys: ['forms'] });
  });
});
