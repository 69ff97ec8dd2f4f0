import { expect, it } from 'vitest';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { onBothDatabases } from '../support/catalogue.js';
import { aCompleteDraft } from '../support/procedure-draft.js';
import { loadSample, tokenOf } from '../support/sample.js';

type Username = Parameters<typeof tokenOf>[1];
interface Problem {
  errors: { pointer: string; code: string; message: string }[];
}

const DECISION = { decisionNumber: '12/QĐ-UBND', decisionDate: '2026-02-20', signer: 'Chủ tịch UBND tỉnh' };
const faultsOf = (body: Problem) => body.errors.map(({ pointer, code }) => [pointer, code]);

onBothDatabases('The life of a procedure', loadSample, (catalogue) => {
  const get = (path: string) => catalogue().http().get(`/api/v1${path}`);
  const as = async (username: Username) => {
    const token = `Bearer ${await tokenOf(catalogue(), username)}`;
    const http = () => catalogue().http();
    return {
      get: (path: string) => http().get(`/api/v1${path}`).set('Authorization', token),
      post: (path: string, body?: object) => {
        const sent = http().post(`/api/v1${path}`).set('Authorization', token);
        return body ? sent.send(body) : sent;
      },
      patch: (path: string, etag: string, body: object) =>
        http().patch(`/api/v1${path}`).set('Authorization', token).set('If-Match', etag).send(body),
      patchBlindly: (path: string, body: object) =>
        http().patch(`/api/v1${path}`).set('Authorization', token).send(body),
    };
  };
  const publish = async (code: string, decision: object = DECISION) => {
    const [clerk, inspector, admin] = [await as('clerk'), await as('inspector'), await as('admin')];
    await clerk.post(`/procedures/${code}/submit`).set('If-Match', '*').expect(200);
    await inspector.post(`/procedures/${code}/approve`).set('If-Match', '*').expect(200);
    return admin.post(`/procedures/${code}/publish`, decision).set('If-Match', '*').expect(200);
  };

  it('goes from nothing to published, every blocker told at once', async () => {
    const [clerk, inspector, admin] = [await as('clerk'), await as('inspector'), await as('admin')];
    const made = await clerk
      .post('/procedures', { code: '9.000001', name: 'Cấp  giấy xác nhận thử nghiệm', fieldCode: 'ho-tich' })
      .expect(201);
    expect(made.headers['location']).toBe('http://catalogue.test/api/v1/procedures/9.000001/draft');
    expect(made.body.content.name).toBe('Cấp giấy xác nhận thử nghiệm');
    const read = await clerk.get('/procedures/9.000001/draft').expect(200);
    expect(read.headers['etag']).toBe(made.headers['etag']);

    await clerk.post('/procedures/9.000001/submit').expect(428);
    await clerk.post('/procedures/9.000001/submit').set('If-Match', '"stale"').expect(412);
    await clerk.post('/procedures/9.000001/submit').set('If-Match', '*').expect(200);
    await inspector.post('/procedures/9.000001/approve').set('If-Match', '*').expect(200);
    const blocked = await admin.post('/procedures/9.000001/publish', {}).set('If-Match', '*').expect(422);
    expect(blocked.body.code).toBe('publish_blocked');
    expect(faultsOf(blocked.body)).toEqual([
      ['/steps', 'steps_missing'],
      ['/channels', 'manner_missing'],
      ['/subjects', 'subjects_missing'],
      ['/implementingAgency', 'agency_missing'],
      ['/components', 'forms_unknown'],
      ['/results', 'result_unknown'],
      ['/requirements', 'requirements_unknown'],
      ['/legalBasis', 'legal_basis_missing'],
      ['/components', 'dossier_missing'],
      ['/dossierSets', 'dossier_sets_missing'],
      ['/channels', 'time_limit_missing'],
      ['/channels', 'fees_unknown'],
      ['/decisionNumber', 'decision_number_missing'],
      ['/decisionDate', 'decision_date_missing'],
    ]);
    expect(blocked.body.blockers[0]).toEqual({
      code: 'steps_missing',
      section: '/steps',
      rule: '63/2010/NĐ-CP, 8.2.b',
    });
    expect(blocked.body.errors[0].message).toContain('63/2010/NĐ-CP, 8.2.b');

    // What is approved is not edited; it is returned first.
    const approved = await clerk.get('/procedures/9.000001/draft').expect(200);
    const refused = await clerk
      .patch('/procedures/9.000001/draft', approved.headers['etag']!, aCompleteDraft())
      .expect(409);
    expect(refused.body.detail).toMatch(/approved.*draft, returned/);
    await inspector
      .post('/procedures/9.000001/return', { reason: 'Thiếu nhiều phần' })
      .set('If-Match', '*')
      .expect(200);
    const returned = await clerk.get('/procedures/9.000001/draft').expect(200);
    expect(returned.body).toMatchObject({ state: 'returned', reason: 'Thiếu nhiều phần' });
    const channels = [{ channel: 'online', timeValue: 3, feeKind: 'unstated' }];
    const half = await clerk
      .patch('/procedures/9.000001/draft', returned.headers['etag']!, aCompleteDraft({ channels }))
      .expect(200);
    expect(half.body.blockers.map((blocker: { section: string }) => blocker.section)).toEqual([
      '/channels/0/timeValue',
      '/channels/0/feeKind',
      '/decisionNumber',
      '/decisionDate',
    ]);
    const whole = await clerk
      .patch('/procedures/9.000001/draft', half.headers['etag']!, aCompleteDraft())
      .expect(200);
    expect(whole.body).toMatchObject({ state: 'draft', no: 1 });

    await get('/procedures/9.000001').expect(404);
    await get('/procedures/9.000001/draft').expect(401);
    const { body } = await publish('9.000001');
    expect(body).toMatchObject({ status: 'published', decisionNumber: '12/QĐ-UBND', missing: [] });
    expect(body.version).toMatchObject({ no: 1, kind: 'new', effectiveFrom: '2026-03-02' });

    const shown = await get('/procedures/9.000001').expect(200);
    expect(shown.body).toEqual(body);
    const found = await get('/procedures?q=giay%20xac%20nhan%20thu%20nghiem').expect(200);
    expect(found.body.items.map((item: { code: string }) => item.code)).toEqual(['9.000001']);
    const ledger = await catalogue()
      .app.get(UnitOfWork)
      .dataSource.query(
        `SELECT e.action FROM ledger_entry e JOIN ledger_subject s ON s.seq = e.seq
         WHERE s.subject = 'procedure:9.000001' ORDER BY e.seq`,
      );
    expect(ledger.map(({ action }: { action: string }) => action)).toEqual(
      'register submit approve return edit edit submit approve publish'
        .split(' ')
        .map((x) => `procedure.${x}`),
    );
  });

  it('keeps the old version as it was when a new one is published, and sends its services anew', async () => {
    const admin = await as('admin');
    const code = '1.000688';
    const before = await get(`/procedures/${code}`).expect(200);
    const old = await get(`/procedures/${code}/versions/1`).expect(200);
    const { body: listed } = await get(`/services?procedure=${code}`).expect(200);
    const { body: feed } = await get('/changes?limit=500').expect(200);

    const opened = await admin
      .patch(`/procedures/${code}/draft`, before.headers['etag']!, {
        ...aCompleteDraft({ fieldCode: before.body.field.code }),
        name: 'Tên mới của thủ tục',
        requirements: null,
      })
      .expect(200);
    expect(opened.body).toMatchObject({ no: 2, kind: 'amended', state: 'draft', decisionNumber: null });
    expect((await get(`/procedures/${code}`).expect(200)).body.name).toBe(before.body.name);
    const inspector = await as('inspector');
    await admin.post(`/procedures/${code}/submit`).set('If-Match', '*').expect(200);
    await inspector.post(`/procedures/${code}/approve`).set('If-Match', '*').expect(200);
    await admin
      .post(`/procedures/${code}/publish`, { ...DECISION, effectiveFrom: '2026-03-01' })
      .set('If-Match', '*')
      .expect(200);

    const { body: versions } = await get(`/procedures/${code}/versions`).expect(200);
    expect(versions.items).toMatchObject([
      { no: 1, state: 'superseded', effectiveTo: '2026-02-28' },
      { no: 2, state: 'published', effectiveFrom: '2026-03-01', effectiveTo: null },
    ]);
    const kept = await get(`/procedures/${code}/versions/1`).expect(200);
    expect(kept.body.content).toEqual(old.body.content);

    const { body: resent } = await get(`/changes?limit=500&since=${feed.next}`).expect(200);
    expect(listed.total).toBeGreaterThan(0);
    expect(resent.items).toHaveLength(listed.total);
    for (const change of resent.items) expect(change.service.procedure.name).toBe('Tên mới của thủ tục');
    const { body: past } = await get(`/services?procedure=${code}&asOf=2026-02-01`).expect(200);
    for (const service of past.items) expect(service.procedure.name).toBe(before.body.name);
  });

  it('speaks by the version in force until the next one begins', async () => {
    const admin = await as('admin');
    const before = await get('/procedures/1.000110').expect(200);
    const name = 'Tên có hiệu lực về sau';
    await admin
      .patch('/procedures/1.000110/draft', before.headers['etag']!, {
        ...aCompleteDraft({ fieldCode: before.body.field.code, name }),
      })
      .expect(200);
    await admin.post('/procedures/1.000110/submit').set('If-Match', '*').expect(200);
    await admin.post('/procedures/1.000110/approve').set('If-Match', '*').expect(200);
    const coming = await admin
      .post('/procedures/1.000110/publish', { ...DECISION, effectiveFrom: '2026-04-01' })
      .set('If-Match', '*')
      .expect(200);
    expect(coming.body.name).toBe(before.body.name);
    expect(coming.body.versions).toHaveLength(2);
    const later = await get('/procedures?asOf=2026-04-01&limit=500').expect(200);
    const item = later.body.items.find((candidate: { code: string }) => candidate.code === '1.000110');
    expect(item.name).toBe(name);
  });

  it('ends by a repeal: its services leave the list, its history stays', async () => {
    const admin = await as('admin');
    const code = '1.001193';
    const { body: listed } = await get(`/services?procedure=${code}`).expect(200);
    const { body: feed } = await get('/changes?limit=500').expect(200);
    const missing = await admin
      .post(`/procedures/${code}/repeal`, { reason: '' })
      .set('If-Match', '*')
      .expect(400);
    expect(faultsOf(missing.body)).toEqual([
      ['/decisionNumber', 'required'],
      ['/decisionDate', 'required'],
      ['/effectiveFrom', 'required'],
      ['/reason', 'empty'],
    ]);
    const repeal = {
      decisionNumber: '30/QĐ-UBND',
      decisionDate: '2026-03-01',
      effectiveFrom: '2026-03-02',
      reason: 'Luật mới không còn quy định',
    };
    const { body } = await admin.post(`/procedures/${code}/repeal`, repeal).set('If-Match', '*').expect(200);
    expect(body.status).toBe('repealed');
    expect(body.versions).toMatchObject([
      { no: 1, state: 'repealed', effectiveTo: '2026-03-01' },
      { no: 2, kind: 'repealed', decisionNumber: '30/QĐ-UBND', reason: 'Luật mới không còn quy định' },
    ]);

    expect(listed.total).toBeGreaterThan(0);
    const { body: gone } = await get(`/changes?limit=500&since=${feed.next}`).expect(200);
    expect(gone.items.map(({ op, id }: { op: string; id: string }) => [op, id]).sort()).toEqual(
      listed.items.map(({ id }: { id: string }) => ['delete', id]).sort(),
    );
    expect((await get(`/services?procedure=${code}`).expect(200)).body.total).toBe(0);
    expect((await get(`/services?procedure=${code}&asOf=2026-03-01`).expect(200)).body.total).toBe(
      listed.total,
    );
    const codes = async (query: string) =>
      (await get(`/procedures?limit=500${query}`).expect(200)).body.items.map(
        (item: { code: string }) => item.code,
      );
    expect(await codes('')).not.toContain(code);
    expect(await codes('&status=repealed')).toEqual([code]);
    expect(await codes('&asOf=2026-03-01')).toContain(code);
    const again = await admin.post(`/procedures/${code}/repeal`, repeal).set('If-Match', '*').expect(409);
    expect(again.body.detail).toContain('repealed');
  });

  it('is not approved by who made its last edit', async () => {
    const clerk = await as('clerk');
    const made = await clerk
      .post('/procedures', { ...aCompleteDraft({ name: 'Thủ tục bốn mắt' }) })
      .expect(201);
    expect(made.body.code).toMatch(/^LOCAL-thu-tuc-bon-mat-[0-9a-f]{8}$/);
    await clerk.post(`/procedures/${made.body.code}/submit`).set('If-Match', '*').expect(200);
    await clerk.post(`/procedures/${made.body.code}/approve`).set('If-Match', '*').expect(403);
    const setRole = (role: string) =>
      catalogue()
        .app.get(UnitOfWork)
        .run({ actor: { name: 'system', agencyCode: null }, action: 'test.prepare' }, async (unit) => {
          await unit.run(`UPDATE account SET role = :role WHERE username = 'clerk'`, { role });
          unit.record('account:clerk', null, { role });
        });
    await setRole('inspector');
    const own = await clerk.post(`/procedures/${made.body.code}/approve`).set('If-Match', '*').expect(403);
    await setRole('clerk');
    expect(own.body.code).toBe('own_draft');
    await (
      await as('inspector')
    )
      .post(`/procedures/${made.body.code}/approve`)
      .set('If-Match', '*')
      .expect(200);
  });
});
