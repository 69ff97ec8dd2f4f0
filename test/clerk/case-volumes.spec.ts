import { expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { PageVisitor } from '../support/page-visitor.js';
import { loadSample } from '../support/sample.js';
import { factsForLevel } from '../support/service-facts.js';

const ID = 'STP~1.001193';
const ONLINE = { channel: 'online', received: 12, resolved: 10, onTime: 9 };
const IN_PERSON = { channel: 'in_person', received: 300, resolved: 310, onTime: 300 };
const POST = { channel: 'post', received: 0 };

onBothDatabases('Case volumes of a service', loadSample, (catalogue) => {
  let clerk: ClerkDesk;
  const volumes = (period: string) => `/services/${ID}/volumes/${period}`;
  const published = async () => (await catalogue().http().get(`/api/v1/services/${ID}`).expect(200)).body;
  const faultsOf = (body: { errors: { pointer: string; code: string }[] }) =>
    body.errors.map(({ pointer, code }) => `${pointer} ${code}`);

  it('are entered by the clerk, zero being a number and what is not known being left out', async () => {
    clerk = await ClerkDesk.of(catalogue(), 'clerk');
    await clerk.post('/services', { agencyCode: 'STP', procedureCode: '1.001193' }).expect(201);
    await clerk.saveFacts(ID, factsForLevel(3));
    const { body } = await clerk.put(volumes('2012-Q3'), [POST, ONLINE, IN_PERSON]).expect(201);
    expect(body).toMatchObject({
      period: '2012-Q3',
      from: '2012-07-01',
      to: '2012-09-30',
      revision: 1,
      demonstration: false,
      received: 312,
      resolved: null,
      onTime: null,
      channels: [ONLINE, IN_PERSON, { ...POST, resolved: null, onTime: null }],
    });
    const one = await catalogue()
      .http()
      .get(`/api/v1${volumes('2012-Q3')}`)
      .expect(200);
    expect(one.body).toEqual(body);
  });

  it('are refused with every fault at once', async () => {
    const { body } = await clerk
      .put(volumes('2012'), [
        { channel: 'fax', received: 1 },
        { channel: 'online', received: -1, resolved: 5, onTime: 6 },
        { channel: 'online', onTime: 1, late: 2 },
      ])
      .expect(400);
    expect(faultsOf(body)).toEqual([
      '/0/channel not_one_of',
      '/1/received integer_out_of_range',
      '/1/onTime on_time_above_resolved',
      '/2/late unknown_field',
      '/2/channel channel_twice',
      '/2/received required',
      '/2/resolved required',
      '/period period_overlaps',
    ]);
    for (const [period, code] of [
      ['2012-Q5', 'not_a_volume_period'],
      ['2026-04', 'period_not_begun'],
    ] as const) {
      const refused = await clerk.put(volumes(period), [ONLINE]).expect(400);
      expect(faultsOf(refused.body)).toEqual([`/period ${code}`]);
    }
    const empty = await clerk.put(volumes('2013'), []).expect(400);
    expect(faultsOf(empty.body)).toEqual([' empty']);
    // A period that runs may have figures so far.
    await clerk.put(volumes('2026-Q1'), [ONLINE]).expect(201);
  });

  it('are refused for a period that overlaps another of the service, and for another agency’s service', async () => {
    const { body } = await clerk.put(volumes('2012'), [ONLINE]).expect(409);
    expect(body.code).toBe('volumes_overlap');
    expect(faultsOf(body)).toEqual(['/period period_overlaps']);
    await clerk.put(volumes('2012-08'), [ONLINE]).expect(409);
    await clerk.put(volumes('2012-10'), [ONLINE]).expect(201);
    const other = await ClerkDesk.of(catalogue(), 'clerk2');
    expect((await other.put(volumes('2014'), [ONLINE]).expect(403)).body.code).toBe('other_agency');
    await catalogue()
      .http()
      .put(`/api/v1${volumes('2014')}`)
      .send([ONLINE])
      .expect(401);
  });

  it('are corrected by a later figure, and what was said before stays', async () => {
    await clerk.put(volumes('2012-Q3'), [ONLINE]).expect(428);
    await clerk.put(volumes('2012-Q3'), [ONLINE]).set('If-Match', '"old"').expect(412);
    await clerk.put(volumes('2015'), [ONLINE]).set('If-Match', '"old"').expect(412);
    const before = await clerk.get(volumes('2012-Q3')).expect(200);
    const corrected = [{ ...ONLINE, received: 13 }, IN_PERSON];
    catalogue().setNow('2026-03-02T02:30:00.000Z');
    const write = () => clerk.put(volumes('2012-Q3'), corrected).set('If-Match', before.headers['etag']!);
    expect((await write().expect(200)).body).toMatchObject({
      revision: 2,
      received: 313,
      resolved: 320,
      corrected: [{ revision: 1, channels: before.body.channels }],
    });
    await write().expect(412);
    const known = await clerk.get(`/services/${ID}/volumes`).expect(200);
    expect(known.body.items.map(({ period }: { period: string }) => period)).toEqual([
      '2026-Q1',
      '2012-10',
      '2012-Q3',
    ]);
    // The same figures again are no correction.
    const again = await clerk.put(volumes('2012-Q3'), corrected).set('If-Match', known.headers['etag']!);
    expect(again.body.revision).toBe(2);
    const then = await clerk.get(`/services/${ID}/volumes?knownAt=2026-03-02T02:20:00Z&asOf=2012-12-31`);
    expect(then.body.items.map((item: { received: number }) => item.received)).toEqual([12, 312]);
    const ledger = await (await ClerkDesk.of(catalogue(), 'admin')).get(`/ledger?subject=service:${ID}`);
    expect(ledger.body.items.some(({ action }: { action: string }) => action === 'volumes.save')).toBe(true);
  });

  it('are shown on the service from level 3 up only', async () => {
    await clerk.post(`/services/${ID}/declarations`, { level: 2, effectiveFrom: '2026-03-01' }).expect(201);
    expect(await published()).not.toHaveProperty('volumes');
    await clerk.post(`/services/${ID}/declarations`, { level: 3, effectiveFrom: '2026-03-02' }).expect(201);
    const service = await published();
    expect(service.volumes.map(({ period }: { period: string }) => period)).toEqual([
      '2026-Q1',
      '2012-10',
      '2012-Q3',
    ]);
    expect(service.volumes[2].channels[0]).toEqual({ ...ONLINE, received: 13 });
    const page = await catalogue().http().get(`/services/${ID}`).expect(200);
    expect(page.text).toContain('2012-Q3');
    const listed = await catalogue().http().get('/api/v1/services?procedure=1.001193&asOf=2026-03-01');
    expect(listed.body.items[0]).not.toHaveProperty('volumes');
    const demonstrated = await catalogue().http().get('/api/v1/services?level=3&demonstration=true&limit=1');
    expect(demonstrated.body.items[0].volumes).toMatchObject([{ period: '2012', demonstration: true }]);
  });

  it('can be taken back, which frees their days and stays in the history', async () => {
    const { headers } = await clerk.get(volumes('2012-Q3'));
    await clerk.put(volumes('2012-Q3'), []).set('If-Match', headers['etag']!).expect(200);
    const item = (await clerk.get(volumes('2012-Q3')).expect(200)).body;
    expect(item).toMatchObject({ withdrawn: true, received: null, channels: [] });
    expect(item.corrected).toHaveLength(2);
    expect((await published()).volumes).toHaveLength(2);
    await clerk.put(volumes('2012-08'), [ONLINE]).expect(201);
  });

  it('put a level 3 service into the queue: known to have no online dossier, or not known', async () => {
    const inspector = await ClerkDesk.of(catalogue(), 'inspector');
    const reasons = async () => {
      const { body } = await inspector.get('/inspection-queue?agency=STP&limit=200').expect(200);
      const queued = body.items.find(({ serviceId }: { serviceId: string }) => serviceId === ID);
      return queued.reasons.map(({ code }: { code: string }) => code);
    };
    // Figures from before it came to level 3 say nothing of level 3; the period that runs does.
    expect(await reasons()).not.toEqual(expect.arrayContaining(['volumes_unknown']));
    expect(await reasons()).not.toContain('no_online_dossiers');
    const current = async (body: object) =>
      clerk
        .put(volumes('2026-Q1'), body)
        .set('If-Match', (await clerk.get(volumes('2026-Q1'))).headers['etag']!)
        .expect(200);
    await current([{ channel: 'online', received: 0 }, IN_PERSON]);
    expect(await reasons()).toContain('no_online_dossiers');
    await current([IN_PERSON]);
    expect(await reasons()).toContain('volumes_unknown');
    expect(await reasons()).not.toContain('no_online_dossiers');
  });

  it('are entered at the desk, where every fault shows at once and nothing typed is lost', async () => {
    const path = `/desk/services/${ID}/volumes`;
    const person = await PageVisitor.signedIn(catalogue(), 'clerk');
    await person.get(path).expect(200);
    const wrong = { period: '2012-Q9', 'online-received': 'năm', 'post-resolved': '3', 'post-onTime': '4' };
    const refused = await person.fill(path, wrong);
    expect(refused.status).toBe(400);
    for (const part of [
      'href="#period"',
      '#online-received',
      '#post-received',
      '#post-onTime',
      'value="năm"',
    ])
      expect(refused.text).toContain(part);
    expect((await person.fill(path, { period: '2011', 'online-received': '0' })).status).toBe(303);
    await person.get(`${path}?period=2011`).expect(200);
    expect((await person.fill(path, { period: '2011', 'online-received': '7' })).status).toBe(303);
    expect((await clerk.get(volumes('2011'))).body).toMatchObject({ revision: 2, received: 7 });
    // A period that somebody else has entered meanwhile is not overwritten.
    await person.get(path).expect(200);
    const late = await person.fill(path, { period: '2011', 'online-received': '9' });
    expect(late.status).toBe(412);
    expect(late.text).toContain('value="9"');
  });
});
