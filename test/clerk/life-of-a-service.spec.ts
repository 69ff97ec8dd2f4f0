import { beforeAll, expect, it } from 'vitest';
import { Reader } from '../../src/database/reader.js';
import { onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { factsForLevel } from '../support/service-facts.js';
import { loadSample } from '../support/sample.js';

const ID = 'STP~1.001193';

onBothDatabases('The life of a service', loadSample, (catalogue) => {
  let desk: ClerkDesk;
  beforeAll(async () => {
    desk = await ClerkDesk.of(catalogue(), 'clerk');
  });
  const publicGet = (path: string) => catalogue().http().get(`/api/v1${path}`);
  const isListed = async (asOf: string) => {
    const { body } = await publicGet(`/services?agency=STP&procedure=1.001193&asOf=${asOf}`).expect(200);
    return body.total === 1;
  };
  const close = async (body: object) =>
    desk.post(`/services/${ID}/close`, body).set('If-Match', await desk.etagOf(ID));

  it('begins only for an agency and a procedure that are there, of the clerk’s own agency', async () => {
    const admin = await ClerkDesk.of(catalogue(), 'admin');
    const unknown = await admin
      .post('/services', { agencyCode: 'NONE', procedureCode: '9.999999', validFrom: '2031-01-01' })
      .expect(400);
    expect(unknown.body.errors.map((e: { pointer: string; code: string }) => [e.pointer, e.code])).toEqual([
      ['/agencyCode', 'unknown_reference'],
      ['/procedureCode', 'unknown_reference'],
      ['/validFrom', 'day_out_of_range'],
    ]);
    const malformed = await admin
      .post('/services', { agencyCode: 'NONE', procedureCode: 7, validFrom: '2031-01-01', zz: 1 })
      .expect(400);
    expect(
      malformed.body.errors.map((e: { pointer: string; code: string }) => `${e.pointer} ${e.code}`).sort(),
    ).toEqual([
      '/agencyCode unknown_reference',
      '/procedureCode not_a_code',
      '/validFrom day_out_of_range',
      '/zz unknown_field',
    ]);
    await desk.post('/services', { agencyCode: 'STC', procedureCode: '1.001193' }).expect(403);
    const opened = await desk
      .post('/services', { agencyCode: 'STP', procedureCode: '1.001193', validFrom: '2012-01-01' })
      .expect(201);
    expect(opened.body.validFrom).toBe('2012-01-01');
    // The city's committee ended with the districts on 2025-07-01.
    const city = await ClerkDesk.of(catalogue(), 'clerk2');
    const late = await city.post('/services', { agencyCode: '080', procedureCode: '1.001193' }).expect(422);
    expect(late.body.code).toBe('agency_not_in_force');
    const past = { agencyCode: '080', procedureCode: '1.001193', validFrom: '2012-01-01' };
    for (const made of [opened, await city.post('/services', past).expect(201)])
      await catalogue().http().get(new URL(made.headers['location']!).pathname).expect(200);
    expect(await isListed('2011-12-31')).toBe(false);
    expect(await isListed('2012-01-01')).toBe(true);
  });

  it('needs the tag of what was read before it is closed', async () => {
    await desk.post(`/services/${ID}/close`, { reason: 'Chuyển về cấp xã' }).expect(428);
    await desk.post(`/services/${ID}/close`, { reason: 'x' }).set('If-Match', '"stale"').expect(412);
    const silent = await desk.post(`/services/${ID}/close`, { reason: ' \u200b' }).expect(400);
    expect(silent.body.errors).toMatchObject([{ pointer: '/reason', code: 'empty' }]);
    await desk
      .post(`/services/${ID}/close`, {})
      .set('If-Match', await desk.etagOf(ID))
      .expect(400);
  });

  it('leaves the list when it is closed, and stays in history and in the feed', async () => {
    await desk.saveFacts(ID, factsForLevel(2));
    await desk.post(`/services/${ID}/declarations`, { level: 2, effectiveFrom: '2013-01-01' }).expect(201);
    const closed = await close({ reason: 'Chuyển về cấp xã' });
    expect(closed.status).toBe(200);
    expect(closed.body).toMatchObject({
      validTo: '2026-03-01',
      closedReason: 'Chuyển về cấp xã',
      service: null,
    });

    const gone = await publicGet(`/services/${ID}`).expect(404);
    expect(gone.body.code).toBe('service_closed');
    expect(await isListed('2026-03-01')).toBe(true);
    expect(await isListed('2026-03-02')).toBe(false);
    const change = await catalogue()
      .app.get(Reader)
      .get('SELECT op, doc FROM change WHERE service_id = :id ORDER BY seq DESC LIMIT 1', { id: ID });
    expect(change).toEqual({ op: 'delete', doc: null });
    const history = (await publicGet(`/services/${ID}/history`).expect(200)).body;
    expect(history).toMatchObject({ validTo: '2026-03-01', closedReason: 'Chuyển về cấp xã' });
    expect(history.declarations).toHaveLength(1);
    expect((await publicGet(`/services/${ID}/assessment`).expect(200)).body.supportedLevel).toBe(2);
    expect((await publicGet(`/services/${ID}/facts`).expect(200)).body.revision).toBe(1);
  });

  it('takes no more facts or levels once it is closed, and says how to open it again', async () => {
    expect((await desk.saveFacts(ID, factsForLevel(1))).body.code).toBe('service_ended');
    const declared = await desk.post(`/services/${ID}/declarations`, {
      level: 1,
      effectiveFrom: '2014-01-01',
    });
    expect([declared.status, declared.body.code]).toEqual([409, 'service_ended']);
    const again = await desk.post('/services', { agencyCode: 'STP', procedureCode: '1.001193' }).expect(409);
    expect(again.body.code).toBe('reopen_instead');
    expect(again.body.detail).toContain(`POST /services/${ID}/reopen`);
  });

  it('opens again, and the days between stay closed for ever', async () => {
    catalogue().setNow('2026-06-01T02:00:00.000Z');
    desk = await ClerkDesk.of(catalogue(), 'clerk');
    await desk.post(`/services/${ID}/reopen`, { validFrom: '2026-02-01' }).expect(400);
    const reopened = await desk.post(`/services/${ID}/reopen`, { validFrom: '2026-05-01' }).expect(200);
    expect(reopened.body).toMatchObject({ validFrom: '2012-01-01', validTo: null, closedReason: null });
    expect(reopened.body.service).toMatchObject({ level: 2, levelSince: '2026-05-01' });
    expect(await isListed('2020-01-01')).toBe(true);
    expect(await isListed('2026-03-02')).toBe(false);
    expect(await isListed('2026-04-30')).toBe(false);
    expect(await isListed('2026-05-01')).toBe(true);
    const history = (await publicGet(`/services/${ID}/history`).expect(200)).body;
    expect(history.pauses).toMatchObject([
      { closedFrom: '2026-03-02', reopenedOn: '2026-05-01', reason: 'Chuyển về cấp xã' },
    ]);
    expect(
      (await desk.post(`/services/${ID}/reopen`, { validFrom: '2026-06-01' }).expect(409)).body.code,
    ).toBe('not_closed');
  });

  it('may be given a coming last day, which may be taken back before it comes', async () => {
    expect((await close({ validTo: '2026-04-01', reason: 'Trước ngày mở lại' })).status).toBe(400);
    const closing = await close({ validTo: '2026-12-31', reason: 'Sáp nhập' });
    expect(closing.body).toMatchObject({ validTo: '2026-12-31', service: { level: 2 } });
    await desk.post(`/services/${ID}/declarations`, { level: 1, effectiveFrom: '2027-01-01' }).expect(400);
    const kept = await desk.post(`/services/${ID}/reopen`, { validFrom: '2027-01-01' }).expect(200);
    expect(kept.body).toMatchObject({ validTo: null });
    expect((await publicGet(`/services/${ID}/history`).expect(200)).body.pauses).toHaveLength(1);
  });

  it('opened by mistake, is closed the same day and never was in the list', async () => {
    const opened = await desk.post('/services', { agencyCode: 'STP', procedureCode: '1.001193' }).expect(409);
    expect(opened.body.code).toBe('duplicate');
    const admin = await ClerkDesk.of(catalogue(), 'admin');
    const id = 'SNV~1.001193';
    await admin.post('/services', { agencyCode: 'SNV', procedureCode: '1.001193' }).expect(201);
    await admin
      .post(`/services/${id}/close`, { reason: 'Nhầm' })
      .set('If-Match', await admin.etagOf(id))
      .expect(200);
    const { states } = (await publicGet(`/services/${id}/history`).expect(200)).body;
    expect(states.filter((state: { current: boolean }) => state.current)).toEqual([]);
  });
});
