import { beforeAll, expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { allMetBut, InspectorDesk } from '../support/inspector-desk.js';
import { loadSample } from '../support/sample.js';
import { factsForLevel } from '../support/service-facts.js';
import { signedIn } from '../support/signed-in.js';

const ID = 'STP~1.001193';

onBothDatabases('Four eyes', loadSample, (catalogue) => {
  let clerk: ClerkDesk;
  let admin: InspectorDesk;
  let inspector: InspectorDesk;
  beforeAll(async () => {
    clerk = await ClerkDesk.of(catalogue(), 'clerk');
    admin = await InspectorDesk.of(catalogue(), 'admin');
    inspector = await InspectorDesk.of(catalogue());
    await clerk.post('/services', { agencyCode: 'STP', procedureCode: '1.001193' }).expect(201);
    await clerk.saveFacts(ID, factsForLevel(2));
    await clerk.post(`/services/${ID}/declarations`, { level: 2, effectiveFrom: '2026-03-02' }).expect(201);
  });
  const move = async (username: string, change: object) => {
    const { headers } = await admin.send.get(`/accounts/${username}`).expect(200);
    return admin.send
      .patch(`/accounts/${username}`)
      .set('If-Match', headers['etag']!)
      .send(change)
      .expect(200);
  };
  const refusal = async (desk: InspectorDesk) => {
    const { status, body } = await desk.open(ID);
    return [status, body.code];
  };

  it('keeps the clerk who declared from inspecting, also in another role and agency', async () => {
    expect((await clerk.post('/inspections', { serviceId: ID, method: 'online' })).status).toBe(403);
    await move('clerk', { role: 'inspector', agencyCode: 'VPUB' });
    const moved = await InspectorDesk.of(catalogue(), 'clerk');
    expect(await refusal(moved)).toEqual([403, 'four_eyes_declared']);
  });

  it('keeps colleagues of the author out, in the agency that it was and in the one it is', async () => {
    // The clerk now belongs to the inspector's office.
    expect((await refusal(inspector))[1]).toBe('four_eyes_own_agency');
    await move('clerk', { role: 'clerk', agencyCode: 'STP' });
    // And did so since the declaration.
    expect((await refusal(inspector))[1]).toBe('four_eyes_own_agency');
    const again = await ClerkDesk.of(catalogue(), 'clerk');
    await again.saveFacts(ID, { ...factsForLevel(2), onlinePayment: { state: 'present' } });
    await again.post(`/services/${ID}/declarations`, {
      level: 2,
      effectiveFrom: '2026-03-02',
      note: 'Khai lại',
    });
    await inspector.open(ID).expect(201);
  });

  it('keeps out an inspector who belonged to the agency when it declared', async () => {
    const planner = () => InspectorDesk.of(catalogue(), 'planner');
    await move('planner', { role: 'inspector', agencyCode: 'STP' });
    expect((await refusal(await planner()))[1]).toBe('four_eyes_own_agency');
    await move('planner', { role: 'inspector', agencyCode: 'SNV' });
    expect((await refusal(await planner()))[1]).toBe('four_eyes_own_agency');
  });

  it('keeps out the agency above', async () => {
    await move('clerk2', { role: 'inspector', agencyCode: '10' });
    expect((await refusal(await InspectorDesk.of(catalogue(), 'clerk2')))[1]).toBe('four_eyes_agency_line');
  });

  it('holds for administrators, and while an inspection is under way', async () => {
    const id = `${ID}~i1`;
    expect((await admin.record(id, allMetBut())).status).toBe(200);
    const desk = await ClerkDesk.of(catalogue(), 'admin');
    expect((await desk.saveFacts(ID, factsForLevel(3))).status).toBe(200);
    const refused = await admin.close(id);
    expect([refused.status, refused.body.code]).toEqual([403, 'four_eyes_edited']);
    expect((await inspector.close(id)).status).toBe(200);
  });

  it('keeps out an agency that stood above it when it declared', async () => {
    const putUnder = async (parentCode: string) => {
      const { headers } = await admin.send.get('/agencies/STP').expect(200);
      await admin.send
        .patch('/agencies/STP')
        .set('If-Match', headers['etag']!)
        .send({ parentCode })
        .expect(200);
    };
    await putUnder('SNV');
    const declaring = await ClerkDesk.of(catalogue(), 'clerk');
    await declaring
      .post(`/services/${ID}/declarations`, { level: 3, effectiveFrom: '2026-03-02' })
      .expect(201);
    await putUnder('10');
    // By now the planner is an inspector of that agency.
    expect((await refusal(await InspectorDesk.of(catalogue(), 'planner')))[1]).toBe('four_eyes_agency_line');
  });

  it('holds for who made the key with which a machine inspects', async () => {
    const desk = await ClerkDesk.of(catalogue(), 'admin');
    expect((await desk.saveFacts(ID, factsForLevel(1))).status).toBe(200);
    const made = await desk.post('/keys', { name: 'Máy kiểm tra', role: 'inspector', agencyCode: 'VPUB' });
    expect(made.status).toBe(201);
    const machine = signedIn(catalogue(), made.body.key);
    const refused = await machine.post('/inspections').send({ serviceId: ID, method: 'tool' });
    expect([refused.status, refused.body.code]).toEqual([403, 'four_eyes_edited']);
  });
});
