import { beforeAll, expect, it } from 'vitest';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { QUEUE_REASONS } from '../../src/inspections/queue-reasons.js';
import { EvidenceTable } from '../../src/public-services/public-service.table.js';
import { onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { declare } from '../support/declare.js';
import { allMetBut, InspectorDesk } from '../support/inspector-desk.js';
import { loadSample } from '../support/sample.js';
import { factsForLevel } from '../support/service-facts.js';

const ID = 'STP~1.001193';
const OTHER = 'SNV~1.001193';
const weightOf = (code: string) => QUEUE_REASONS.find((reason) => reason.code === code)!.weight;

onBothDatabases('The queue of inspections', loadSample, (catalogue) => {
  let inspector: InspectorDesk;
  let clerk: ClerkDesk;
  beforeAll(async () => {
    clerk = await ClerkDesk.of(catalogue(), 'clerk');
    inspector = await InspectorDesk.of(catalogue());
    const admin = await ClerkDesk.of(catalogue(), 'admin');
    await clerk.post('/services', { agencyCode: 'STP', procedureCode: '1.001193' }).expect(201);
    await clerk.saveFacts(ID, factsForLevel(3));
    await admin.post('/services', { agencyCode: 'SNV', procedureCode: '1.001193' }).expect(201);
    await declare(catalogue(), OTHER, 1, '2026-03-01');
  });
  const inQueue = async (id: string) => {
    const agency = id.split('~')[0];
    const { items } = (await inspector.send.get(`/inspection-queue?agency=${agency}&limit=200`).expect(200))
      .body;
    return items.find((item: { serviceId: string }) => item.serviceId === id);
  };
  const reasonsOf = async (id: string): Promise<string[] | undefined> =>
    (await inQueue(id))?.reasons.map((reason: { code: string }) => reason.code);
  const capture = (httpStatus: number | null, problem: string | null) =>
    catalogue()
      .app.get(UnitOfWork)
      .run({ actor: { name: 'system', agencyCode: null }, action: 'test.prepare' }, async (unit) => {
        const no = (await unit.get<{ no: number }>(
          'SELECT COUNT(*) + 1 AS no FROM evidence WHERE service_id = :id',
          { id: ID },
        ))!.no;
        await unit.insertMany(EvidenceTable, [
          {
            serviceId: ID,
            no,
            fact: 'statusOnline',
            kind: 'url',
            url: 'https://example.gov.vn/tra-cuu',
            finalUrl: null,
            httpStatus,
            capturedAt: unit.at,
            fileName: null,
            mediaType: null,
            size: null,
            sha256: null,
            textSha256: null,
            problem,
            note: null,
            actor: 'system',
            actorAgency: null,
            recordedAt: unit.at,
          },
        ]);
        unit.record(`service:${ID}`, null, { evidence: { no } });
      });

  it('holds what was declared and not verified, each with its reasons and their weights', async () => {
    expect(await reasonsOf(ID)).toBeUndefined();
    await clerk.post(`/services/${ID}/declarations`, { level: 3, effectiveFrom: '2026-03-02' }).expect(201);
    expect(await inQueue(ID)).toMatchObject({
      agencyCode: 'STP',
      procedureCode: '1.001193',
      declaredLevel: 3,
      verifiedLevel: null,
      weight: weightOf('never_verified') + weightOf('volumes_unknown') + weightOf('level_3_declared'),
      reasons: [
        { code: 'never_verified', weight: weightOf('never_verified') },
        { code: 'volumes_unknown', weight: weightOf('volumes_unknown') },
        { code: 'level_3_declared', weight: weightOf('level_3_declared') },
      ],
    });
    expect(await reasonsOf(OTHER)).toEqual(['never_verified']);
  });

  it('counts an address that failed when it was captured last, until it works again', async () => {
    await capture(null, 'timeout');
    expect(await reasonsOf(ID)).toContain('capture_failed');
    await capture(200, null);
    expect(await reasonsOf(ID)).not.toContain('capture_failed');
    await capture(404, null);
    expect(await reasonsOf(ID)).toContain('capture_failed');
  });

  it('counts what an approved plan relies on', async () => {
    const planner = await ClerkDesk.of(catalogue(), 'planner');
    const line = { kind: 'service', title: 'Lên mức 3', serviceId: ID, level: 3, dueDate: '2026-12-31' };
    await planner.post('/plans/2026/lines', line).expect(201);
    expect(await reasonsOf(ID)).not.toContain('planned');
    const { headers } = await planner.get('/plans/2026').expect(200);
    await planner.post('/plans/2026/approve').set('If-Match', headers['etag']!).expect(200);
    expect(await reasonsOf(ID)).toContain('planned');
  });

  it('gives out the riskiest first, every place once over its pages', async () => {
    const seen: { serviceId: string; weight: number }[] = [];
    let cursor = '';
    let total = 0;
    do {
      const { body } = await inspector.send.get(`/inspection-queue?limit=5${cursor}`).expect(200);
      seen.push(...body.items);
      total = body.total;
      cursor = body.next === null ? '' : `&cursor=${body.next}`;
    } while (cursor !== '');
    expect(seen[0]!.serviceId).toBe(ID);
    expect(seen.length).toBe(total);
    expect(new Set(seen.map((item) => item.serviceId)).size).toBe(total);
    expect(seen.map((item) => item.weight)).toEqual(seen.map((item) => item.weight).sort((a, b) => b - a));
  });

  it('leaves out what is being inspected, and remembers which agency claimed too much', async () => {
    await inspector.open(ID).expect(201);
    expect(await reasonsOf(ID)).toBeUndefined();
    await inspector.record(`${ID}~i1`, allMetBut({ statusOnline: { outcome: 'not_met' } }));
    await inspector.close(`${ID}~i1`);
    expect(await reasonsOf(ID)).toEqual([
      'capture_failed',
      'level_3_declared',
      'agency_over_claimed',
      'planned',
    ]);
    expect(await reasonsOf(OTHER)).toEqual(['never_verified']);
    await clerk.saveFacts(ID, factsForLevel(2));
    expect(await reasonsOf(ID)).toContain('stale');
  });

  it('is for inspectors', async () => {
    expect((await clerk.get('/inspection-queue')).status).toBe(403);
    await inspector.send.get('/inspection-queue?agency=NONE').expect(404);
  });
});
