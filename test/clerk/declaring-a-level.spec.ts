import { beforeAll, expect, it } from 'vitest';
import { ComingDays } from '../../src/publication/coming-days.service.js';
import { onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { factsForLevel } from '../support/service-facts.js';
import { loadSample } from '../support/sample.js';

const ID = 'STP~1.001193';

onBothDatabases('A clerk who brings a service online', loadSample, (catalogue) => {
  let desk: ClerkDesk;
  beforeAll(async () => {
    desk = await ClerkDesk.of(catalogue(), 'clerk');
  });
  const publicGet = (path: string) => catalogue().http().get(`/api/v1${path}`);
  const levels = async (query: string): Promise<string[]> => {
    const { body } = await publicGet(`/services?agency=STP&procedure=1.001193&${query}`).expect(200);
    return body.items.map((item: { id: string }) => item.id);
  };

  it('opens it, and everybody sees it without a level', async () => {
    const opened = await desk
      .post('/services', { agencyCode: 'STP', procedureCode: '1.001193', validFrom: '2010-01-01' })
      .expect(201);
    expect(opened.headers['location']).toBe(`http://catalogue.test/api/v1/services/${ID}`);
    expect(opened.body).toMatchObject({ id: ID, validFrom: '2010-01-01', validTo: null });
    expect(opened.body.service).toMatchObject({ id: ID, level: null, basis: null, demonstration: false });
    expect(await levels('level=none')).toEqual([ID]);
    await desk.post('/services', { agencyCode: 'STP', procedureCode: '1.001193' }).expect(409);
  });

  it('is told of everything that level 1 still asks for, and nothing is declared', async () => {
    const { body } = await desk
      .post(`/services/${ID}/declarations`, { level: 1, effectiveFrom: '2012-01-01' })
      .expect(422);
    expect(body).toMatchObject({ code: 'level_not_supported', supportedLevel: null });
    const assessment = (await publicGet(`/services/${ID}/assessment`).expect(200)).body;
    expect(assessment.supportedLevel).toBeNull();
    expect(body.heldBackBy).toEqual(assessment.heldBackBy);
    expect(body.heldBackBy).toContain('publicPage');
    const page = body.criteria.find((criterion: { id: string }) => criterion.id === 'publicPage');
    expect(page).toMatchObject({ outcome: 'unknown', reason: 'unknown' });
    expect(page.howToMend.vi).not.toBe('');
    expect(page.title.en).not.toBe('');
    expect((await publicGet(`/services/${ID}/history`).expect(200)).body.declarations).toEqual([]);
  });

  it('hears every fault of the facts at once', async () => {
    const answer = await desk.saveFacts(ID, {
      nonsense: { state: 'present' },
      fees: { state: 'not_applicable' },
      publicPage: {
        state: 'present',
        urls: ['javascript:alert(1)', 'data:text/html,x', 'https://ok.example.vn'],
      },
      onlineSubmission: { state: 'present', receipt: 'x'.repeat(201), evidence: ['7'] },
      statusOnline: { state: 'maybe', level: 3 },
      authentication: 'yes',
      forms: { state: 'present', count: 1.5 },
    } as never);
    expect(answer.status).toBe(400);
    const faults = answer.body.errors.map((e: { pointer: string; code: string }) => `${e.pointer} ${e.code}`);
    expect(faults.sort()).toEqual([
      '/facts/authentication not_an_object',
      '/facts/fees/reason reason_required',
      '/facts/forms/count not_integer',
      '/facts/nonsense unknown_field',
      '/facts/onlineSubmission/evidence/0 no_such_evidence',
      '/facts/onlineSubmission/receipt too_long',
      '/facts/publicPage/urls/0 not_a_url',
      '/facts/publicPage/urls/1 not_a_url',
      '/facts/statusOnline/level unknown_field',
      '/facts/statusOnline/state not_one_of',
    ]);
  });

  it('climbs from level to level as the facts do, and the list follows', async () => {
    const steps = [
      { level: 1, facts: factsForLevel(1), from: '2012-02-01' },
      { level: 2, facts: factsForLevel(2), from: '2012-06-01' },
      { level: 3, facts: factsForLevel(3), from: '2012-11-30' },
    ];
    for (const { level, facts, from } of steps) {
      const saved = await desk.saveFacts(ID, facts);
      expect(saved.body).toMatchObject({ supportedLevel: level });
      if (level < 3) {
        const next = await desk
          .post(`/services/${ID}/declarations`, { level: 3, effectiveFrom: from })
          .expect(422);
        expect(next.body.heldBackBy).toContain('onlineSubmission');
        expect(next.body.heldBackBy.includes('printAccepted')).toBe(level === 1);
      }
      const declared = await desk
        .post(`/services/${ID}/declarations`, { level, effectiveFrom: from, note: 'Đã kiểm tra' })
        .expect(201);
      expect(declared.body.declaration).toMatchObject({ no: level, level, factsRevision: level });
      expect(declared.body.service).toMatchObject({ level, basis: 'declared', levelSince: from });
      expect(await levels(`level=${level}`)).toEqual([ID]);
    }
    expect(await levels('level=none&asOf=2012-01-31')).toEqual([ID]);
    expect(await levels('level=1&asOf=2012-02-01')).toEqual([ID]);
    expect(await levels('level=2&asOf=2012-11-29')).toEqual([ID]);
    expect(await levels('minLevel=3&asOf=2012-11-30')).toEqual([ID]);
    const { body } = await publicGet(`/services/${ID}`).expect(200);
    expect(body).toMatchObject({
      level: 3,
      supportedLevel: 3,
      factsRevision: 3,
      links: { information: 'https://example.gov.vn/thu-tuc/1', submission: 'https://example.gov.vn/nop/1' },
    });
  });

  it('changes nothing by saving or declaring the same again', async () => {
    const before = await publicGet(`/services/${ID}`).expect(200);
    const saved = await desk.saveFacts(ID, factsForLevel(3));
    expect(saved.status).toBe(200);
    const again = await desk
      .post(`/services/${ID}/declarations`, { level: 3, effectiveFrom: '2012-11-30', note: 'Đã kiểm tra' })
      .expect(200);
    expect(again.body).toMatchObject({ created: false, declaration: { no: 3 } });
    const after = await publicGet(`/services/${ID}`).expect(200);
    expect(after.headers['etag']).toBe(before.headers['etag']);
    const history = (await publicGet(`/services/${ID}/history`).expect(200)).body;
    expect(history).toMatchObject({ factsRevisions: 3 });
    expect(history.declarations).toHaveLength(3);
  });

  it('declares for a coming day, and the list shows it when that day comes', async () => {
    await desk
      .post(`/services/${ID}/declarations`, { level: 2, effectiveFrom: '2026-03-10', note: 'Bảo trì' })
      .expect(201);
    expect(await levels('level=3')).toEqual([ID]);
    catalogue().setNow('2026-03-09T16:59:59.000Z');
    desk = await ClerkDesk.of(catalogue(), 'clerk');
    await desk.post(`/services/${ID}/declarations`, { level: 1, effectiveFrom: '2027-03-11' }).expect(400);
    expect(await levels('level=3')).toEqual([ID]);
    catalogue().setNow('2026-03-09T17:00:00.000Z');
    await catalogue().app.get(ComingDays).advance();
    expect(await levels('level=2')).toEqual([ID]);
    expect((await publicGet(`/services/${ID}`).expect(200)).body).toMatchObject({
      level: 2,
      levelSince: '2026-03-10',
    });
  });

  it('corrects the past: the list of that day is shown as known then and as known now', async () => {
    const then = '2026-03-10T00:00:00.000Z';
    catalogue().setNow('2026-03-11T02:00:00.000Z');
    desk = await ClerkDesk.of(catalogue(), 'clerk');
    await desk.post(`/services/${ID}/declarations`, { level: 1, effectiveFrom: '2012-11-30' }).expect(201);
    expect(await levels('level=1&asOf=2012-12-31')).toEqual([ID]);
    expect(await levels(`level=3&asOf=2012-12-31&knownAt=${then}`)).toEqual([ID]);
    expect(await levels(`level=1&asOf=2012-12-31&knownAt=${then}`)).toEqual([]);
    const { states } = (await publicGet(`/services/${ID}/history`).expect(200)).body;
    const of2012 = states.filter((state: { validFrom: string }) => state.validFrom === '2012-11-30');
    // Known without an end, then until the coming day that was declared, then corrected.
    expect(of2012.map(({ level, current }: { level: number; current: boolean }) => [level, current])).toEqual(
      [
        [3, false],
        [3, false],
        [1, true],
      ],
    );
    expect(of2012[1]).toMatchObject({ validTo: '2026-03-09', knownTo: '2026-03-11T02:00:00.000Z' });
    expect(of2012[2]).toMatchObject({ validTo: '2026-03-09', knownTo: null, levelSince: '2012-11-30' });
  });

  it('sees the names of those who declared; others see their agency', async () => {
    const forAll = (await publicGet(`/services/${ID}/history`).expect(200)).body.declarations[0];
    expect(forAll).toMatchObject({ actor: null, agencyCode: 'STP' });
    const forClerk = await desk.get(`/services/${ID}/history`).expect(200);
    expect(forClerk.body.declarations[0]).toMatchObject({ actor: 'clerk', agencyCode: 'STP' });
    expect(forClerk.headers['cache-control']).toBe('no-store');
  });

  it('may not touch the service of another agency, but those of the agencies under its own', async () => {
    const other = (await publicGet('/services?agency=02635&limit=1').expect(200)).body.items[0].id as string;
    const refused = await desk
      .post(`/services/${other}/declarations`, { level: 1, effectiveFrom: '2012-01-01' })
      .expect(403);
    expect(refused.body.code).toBe('other_agency');
    expect(refused.body.detail).toContain('service.declare');
    const edit = await desk.saveFacts(other, {});
    expect(edit.status).toBe(403);
    expect(edit.body.detail).toContain('service.edit');

    const city = await ClerkDesk.of(catalogue(), 'clerk2');
    const saved = await city.saveFacts(other, factsForLevel(1));
    expect(saved.status).toBe(200);
    const inspector = await ClerkDesk.of(catalogue(), 'inspector');
    expect((await inspector.saveFacts(other, factsForLevel(1))).status).toBe(403);
    await publicGet(`/services/${other}/facts`).expect(200);
    await catalogue().http().put(`/api/v1/services/${other}/facts`).send({ facts: {} }).expect(401);
  });
});
