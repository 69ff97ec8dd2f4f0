import { createHash } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { QUEUE_REASONS } from '../../src/inspections/queue-reasons.js';
import { onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { declare } from '../support/declare.js';
import { allMetBut, InspectorDesk } from '../support/inspector-desk.js';
import { redrawnByAnybody } from '../support/redraw.js';
import { loadSample } from '../support/sample.js';
import { factsForLevel } from '../support/service-facts.js';

const COMMUNES = { agencyLevel: 'commune' };
const LATE = 'SNV~1.001193';

interface Drawn {
  stratum: string;
  place: number;
  serviceId: string;
  agencyCode: string;
  declaredLevel: number;
  barredBy: string | null;
}

onBothDatabases('A campaign of inspections', loadSample, (catalogue) => {
  let inspector: InspectorDesk;
  let admin: ClerkDesk;
  let drawn: Drawn[];
  beforeAll(async () => {
    inspector = await InspectorDesk.of(catalogue());
    admin = await ClerkDesk.of(catalogue(), 'admin');
    const opening = { agencyCode: 'SNV', procedureCode: '1.001193', validFrom: '2010-01-01' };
    await admin.post('/services', opening).expect(201);
    await declare(catalogue(), LATE, 1, '2026-02-15');
  });
  const read = async (path: string) => (await inspector.send.get(path).expect(200)).body;
  const anybody = (path: string) => catalogue().http().get(`/api/v1${path}`);
  const draw = (body: object) =>
    inspector.send.post('/campaigns').send({ name: 'Đợt', marginOfError: 0.2, ...body });
  const faultsOf = async (body: object) => {
    const answer = await inspector.send.post('/campaign-previews').send(body);
    return {
      status: answer.status,
      faults: (answer.body.errors as { pointer: string; code: string }[]).map(
        ({ pointer, code }) => `${pointer} ${code}`,
      ),
    };
  };
  /** Inspects and finds level 3, or what is left where `missing` is not met. */
  const inspect = async (id: string, missing: string[] = []) => {
    const opened = (await inspector.open(id).expect(201)).body;
    await inspector.record(
      opened.id,
      allMetBut(Object.fromEntries(missing.map((one) => [one, { outcome: 'not_met' }]))),
    );
    expect((await inspector.close(opened.id)).status).toBe(200);
  };

  it('says how many it would draw before it draws', async () => {
    const preview = (
      await inspector.send
        .post('/campaign-previews')
        .send({ population: COMMUNES, strata: 'level', marginOfError: 0.2 })
    ).body;
    expect(preview).toMatchObject({
      asOf: '2026-03-02',
      confidence: 95,
      expectedRate: 0.5,
      population: COMMUNES,
    });
    const declared = async (level: number) =>
      (await anybody(`/services?agencyLevel=commune&levelOf=declared&level=${level}`).expect(200)).body.total;
    expect(preview.sizes.map(({ population }: { population: number }) => population)).toEqual(
      await Promise.all(preview.sizes.map(({ key }: { key: string }) => declared(Number(key)))),
    );
    const { total } = (await anybody('/services?agencyLevel=commune').expect(200)).body;
    expect(preview.services + preview.excluded[0].count).toBe(total);
    expect((await read('/campaigns')).items).toEqual([]);
  });

  it('draws, and keeps what was drawn from the agencies until it is closed', async () => {
    const answer = await draw({
      population: COMMUNES,
      strata: 'level',
      seed: 'Sa Pa, 08:00',
      dueDate: '2026-04-30',
    }).expect(201);
    expect(answer.headers['location']).toMatch(/\/campaigns\/2026-1$/);
    const { progress, design, seed, strata } = answer.body;
    expect(seed).toBe('Sa Pa, 08:00');
    expect(progress).toEqual({
      drawn: design.sample,
      waiting: design.sample,
      inspecting: 0,
      inspected: 0,
      ended: 0,
    });
    expect(strata.reduce((sum: number, { sample }: { sample: number }) => sum + sample, 0)).toBe(
      design.sample,
    );
    drawn = (await read('/campaigns/2026-1/services?limit=200')).items;
    expect(drawn).toHaveLength(design.sample);
    const seen = (await anybody('/campaigns/2026-1').expect(200)).body;
    expect(seen.seed).toBeNull();
    expect(seen.seedSha256).toBe(createHash('sha256').update('Sa Pa, 08:00').digest('hex'));
    const clerk = await ClerkDesk.of(catalogue(), 'clerk');
    for (const part of ['services', 'redraw', 'result', 'services.csv', 'agencies.csv']) {
      expect((await anybody(`/campaigns/2026-1/${part}`).expect(403)).body.code).toBe('campaign_open');
      await clerk.get(`/campaigns/2026-1/${part}`).expect(403);
    }
    expect((await clerk.post('/campaigns', { name: 'x', marginOfError: 0.1 })).status).toBe(403);
  });

  it('puts what was drawn first in the queue, and says which of it the caller may not inspect', async () => {
    const weight = QUEUE_REASONS.find(({ code }) => code === 'drawn_by_campaign')!.weight;
    const [first] = (await read('/inspection-queue?limit=1')).items;
    expect(first.reasons).toContainEqual({ code: 'drawn_by_campaign', weight });
    expect(drawn.map(({ serviceId }) => serviceId)).toContain(first.serviceId);
    expect(drawn.every(({ barredBy }) => barredBy === null)).toBe(true);
    const edited = drawn[0]!.serviceId;
    expect((await admin.saveFacts(edited, factsForLevel(3))).status).toBe(200);
    const { items } = (await admin.get('/campaigns/2026-1/services?limit=200').expect(200)).body;
    expect(items.filter(({ barredBy }: Drawn) => barredBy !== null)).toEqual([
      { ...drawn[0], barredBy: 'four_eyes_edited' },
    ]);
  });

  it('counts the first inspection opened after the draw, and estimates from what was found', async () => {
    const [over, right, open] = drawn.filter(({ declaredLevel }) => declaredLevel === 2) as [
      Drawn,
      Drawn,
      Drawn,
    ];
    await inspect(over.serviceId, ['formFiles', 'onlineForm']);
    await inspect(over.serviceId);
    await inspect(right.serviceId, ['onlineForm']);
    await inspector.open(open.serviceId).expect(201);
    const campaign = await read('/campaigns/2026-1');
    expect(campaign.progress).toMatchObject({ waiting: drawn.length - 3, inspecting: 1, inspected: 2 });
    expect(campaign.strata.find(({ key }: { key: string }) => key === '2').inspected).toBe(2);
    const result = await read('/campaigns/2026-1/result');
    expect(result).toMatchObject({ frozenAt: null, drawn: drawn.length, inspected: 2, redeclared: 0 });
    const levelOne = campaign.strata.find(({ key }: { key: string }) => key === '1').population;
    const unseen = result.strata
      .filter(({ inspected }: { inspected: number }) => inspected === 0)
      .reduce((sum: number, { population }: { population: number }) => sum + population, 0);
    expect(unseen).toBeGreaterThanOrEqual(levelOne);
    expect(result.excluded).toEqual([
      { reason: 'not_inspected', count: drawn.length - 2 },
      { reason: 'ended', count: 0 },
      { reason: 'stratum_not_inspected', count: unseen },
    ]);
    const [overClaim, correct] = result.rates;
    expect(overClaim).toMatchObject({
      code: 'over_claim',
      value: 0.5,
      numerator: 1,
      denominator: 2,
      confidence: 95,
    });
    expect(correct).toMatchObject({ code: 'correct', value: 0.5, numerator: 1, denominator: 2 });
    expect(overClaim.low).toBeLessThan(0.15);
    expect(overClaim.high).toBeGreaterThan(0.85);
    const agency = result.agencies.find(({ code }: { code: string }) => code === over.agencyCode);
    const behind = (await inspector.send.get(agency.list.replace('/api/v1', '')).expect(200)).body;
    expect(behind.items.map(({ serviceId }: Drawn) => serviceId)).toEqual([over.serviceId]);
    expect(agency.overClaimed).toBe(behind.total);
    expect(behind.items[0]).toMatchObject({
      inspectedLevel: 2,
      foundLevel: 1,
      inspectionId: `${over.serviceId}~i1`,
    });
  });

  it('is frozen when it is closed, by whoever has read how it stands', async () => {
    const { headers } = await inspector.send.get('/campaigns/2026-1').expect(200);
    const close = () => inspector.send.post('/campaigns/2026-1/close');
    await close().expect(428);
    await inspect(drawn.at(-1)!.serviceId);
    await close().set('If-Match', headers['etag']!).expect(412);
    const now = await inspector.send.get('/campaigns/2026-1').expect(200);
    const interim = await read('/campaigns/2026-1/result');
    const closed = (await close().set('If-Match', now.headers['etag']!).expect(200)).body;
    expect(closed).toMatchObject({ state: 'closed', closedBy: 'inspector' });
    const frozen = (await anybody('/campaigns/2026-1/result').expect(200)).body;
    expect(frozen).toEqual({ ...interim, state: 'closed', frozenAt: closed.closedAt });
    await inspect(drawn.at(-2)!.serviceId);
    expect((await anybody('/campaigns/2026-1/result').expect(200)).body).toEqual(frozen);
    expect((await anybody('/campaigns/2026-1').expect(200)).body.progress).toEqual(closed.progress);
    const again = await inspector.send.get('/campaigns/2026-1').expect(200);
    await close().set('If-Match', again.headers['etag']!).expect(409);
    const rows = (await anybody('/campaigns/2026-1/agencies.csv').expect(200)).text.trim().split('\r\n');
    expect(rows).toHaveLength(frozen.agencies.length + 1);
  });

  it('can be drawn again by anybody, whatever was recorded since', async () => {
    await declare(catalogue(), drawn[1]!.serviceId, 1, '2026-01-01');
    const lines = drawn.map(({ stratum, place, serviceId }) => `${stratum},${place},${serviceId}`);
    expect(await redrawnByAnybody(catalogue(), '2026-1')).toEqual(lines);
    const redraw = (await anybody('/campaigns/2026-1/redraw').expect(200)).body;
    expect(redraw).toMatchObject({
      same: true,
      drawn: lines.length,
      list: { same: true },
      population: { same: true },
    });
    expect(redraw.draw.now).toBe(
      createHash('sha256')
        .update(lines.map((line) => `${line}\n`).join(''))
        .digest('hex'),
    );
    const { text } = await anybody('/campaigns/2026-1/population.csv').expect(200);
    const population = text
      .slice(1)
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => `${line}\n`)
      .join('');
    expect(createHash('sha256').update(population).digest('hex')).toBe(redraw.population.recorded);
  });

  it('takes the list of a past day as it is known when it draws', async () => {
    const snv = { population: { agency: 'SNV' }, strata: 'agency' };
    expect((await draw({ ...snv, asOf: '2026-02-10' }).expect(422)).body.errors).toMatchObject([
      { pointer: '/population', code: 'population_empty' },
    ]);
    const { id, population } = (await draw({ ...snv, asOf: '2026-02-20' }).expect(201)).body;
    expect(population).toMatchObject({ asOf: '2026-02-20', services: 1 });
    await declare(catalogue(), LATE, 2, '2026-02-18');
    expect((await read(`/campaigns/${id}/services`)).items).toMatchObject([
      { serviceId: LATE, declaredLevel: 1 },
    ]);
    expect(await read(`/campaigns/${id}/redraw`)).toMatchObject({ same: true });
    await inspect(LATE, ['onlineForm']);
    const result = await read(`/campaigns/${id}/result`);
    expect(result).toMatchObject({
      redeclared: 1,
      inspected: 1,
      rates: [{ value: 0, low: 0, high: 0 }, { value: 1 }],
    });
  });

  it('does not close without any inspection', async () => {
    const { id } = (await draw({ population: COMMUNES }).expect(201)).body;
    const { headers } = await inspector.send.get(`/campaigns/${id}`).expect(200);
    const refused = await inspector.send
      .post(`/campaigns/${id}/close`)
      .set('If-Match', headers['etag']!)
      .expect(422);
    expect(refused.body.code).toBe('campaign_empty');
    const { seed } = (await inspector.send.get(`/campaigns/${id}`).expect(200)).body;
    expect(seed).toMatch(/^[0-9a-f]{32}$/);
    expect((await read('/campaigns')).items.map((one: { id: string }) => one.id)).toEqual([
      '2026-3',
      '2026-2',
      '2026-1',
    ]);
  });

  it('tells everything that is wrong with what is asked', async () => {
    const population = { agency: 'NONE', field: 'none', procedure: '9.999999', district: 'X1' };
    expect(await faultsOf({ population, asOf: '2026-03-03', marginOfError: 0.1 })).toEqual({
      status: 422,
      faults: [
        '/population/agency unknown_reference',
        '/population/district unknown_reference',
        '/population/field unknown_reference',
        '/population/procedure unknown_reference',
        '/asOf in_the_future',
      ],
    });
    const wrong = {
      marginOfError: 0,
      confidence: 100,
      expectedRate: 1,
      strata: 'ward',
      population: { colour: 'red' },
    };
    const { status, faults } = await faultsOf(wrong);
    expect(status).toBe(400);
    expect(faults.sort()).toEqual([
      '/confidence not_one_of',
      '/expectedRate number_out_of_range',
      '/marginOfError number_out_of_range',
      '/population/colour unknown_field',
      '/strata not_one_of',
    ]);
    expect((await draw({ seed: 'a\nb' }).expect(400)).body.errors).toMatchObject([
      { pointer: '/seed', code: 'not_a_seed' },
    ]);
    expect((await draw({ dueDate: '2026-03-01' }).expect(422)).body.errors).toMatchObject([
      { pointer: '/dueDate', code: 'in_the_past' },
    ]);
    await inspector.send.get('/campaigns/2099-1').expect(404);
  });
});
