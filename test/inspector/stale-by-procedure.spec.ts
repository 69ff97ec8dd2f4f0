import { expect, it } from 'vitest';
import { ComingDays } from '../../src/publication/coming-days.service.js';
import { amendProcedure } from '../support/amend-procedure.js';
import { onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { allMetBut, InspectorDesk } from '../support/inspector-desk.js';
import { loadSample } from '../support/sample.js';
import { factsForLevel } from '../support/service-facts.js';

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

    const form = (name: string) => ({ name, originals: 1, hasForm: true });
    const components = ['Tờ khai', 'Giấy cam đoan', 'Bản kê', 'Phụ lục', 'Lý lịch'].map(form);
    await amendProcedure(catalogue(), CODE, { components }, '2026-03-10');
    const published = async () => (await catalogue().http().get(`/api/v1/services/${ID}`).expect(200)).body;
    expect(await published()).toMatchObject({ level: 3, basis: 'verified' });

    catalogue().setNow('2026-03-14T02:00:00.000Z');
    await catalogue().app.get(ComingDays).advance();
    expect(await published()).toMatchObject({ level: 3, basis: 'verified_stale' });
    const assessment = await catalogue().http().get(`/api/v1/services/${ID}/assessment`).expect(200);
    expect(assessment.body.verification).toMatchObject({ staleFrom: '2026-03-10', changedKeys: ['forms'] });

    // The agency's word does not stand for an inspection: what was verified is not what is asked now.
    const later = await ClerkDesk.of(catalogue(), 'clerk');
    const { headers } = await later.get(`/services/${ID}/upstream-change`).expect(200);
    await later.post(`/services/${ID}/confirm-version`, {}).set('If-Match', headers['etag']!).expect(200);
    const confirmed = await published();
    expect(confirmed.basis).toBe('verified_stale');
    expect(confirmed).not.toHaveProperty('upstreamChange');
  });
});
