import type { Test } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { InspectorDesk } from '../support/inspector-desk.js';
import { loadSample, tokenOf } from '../support/sample.js';

const JSON_API = '/api/v1/services';

describe('A request', () => {
  let catalogue: Catalogue;
  beforeAll(async () => {
    catalogue = await startCatalogue('better-sqlite3');
    await loadSample(catalogue);
  });
  afterAll(async () => catalogue?.close());

  it('is told the faults of its address, its question and its body together', async () => {
    const { body } = await catalogue
      .http()
      .post(`/api/v1/services/${'x'.repeat(200)}/declarations?dry=1`)
      .set('Authorization', `Bearer ${await tokenOf(catalogue, 'clerk')}`)
      .send({ level: 9, effectiveFrom: '2012-02-30', mine: true })
      .expect(400);
    const told = (body.errors as { pointer: string; code: string; in?: string }[]).map(
      ({ pointer, code }) => `${pointer} ${code}`,
    );
    expect(told.sort()).toEqual([
      '/dry unknown_parameter',
      '/effectiveFrom not_a_date',
      '/id too_long',
      '/level integer_out_of_range',
      '/mine unknown_field',
    ]);
  });

  it('of a declaration is told the faults of its day and its facts beside those of its members', async () => {
    const { body } = await catalogue
      .http()
      .post('/api/v1/services/STP~1.000688/declarations')
      .set('Authorization', `Bearer ${await tokenOf(catalogue, 'clerk')}`)
      .send({ level: 9, effectiveFrom: '2900-01-01', facts: { forms: { state: 'maybe' }, nobodyKnows: {} } })
      .expect(400);
    const told = (body.errors as { pointer: string; code: string }[]).map(
      ({ pointer, code }) => `${pointer} ${code}`,
    );
    expect(told.sort()).toEqual([
      '/effectiveFrom day_out_of_range',
      '/facts/forms/state not_one_of',
      '/facts/nobodyKnows unknown_field',
      '/level integer_out_of_range',
    ]);
  });

  it.each([
    [
      '/campaigns',
      'inspector',
      {
        marginOfError: 2,
        asOf: '2999-01-01',
        dueDate: '2000-01-01',
        population: { field: 'NOBODY' },
        mine: 1,
      },
      [
        '/asOf in_the_future',
        '/dueDate in_the_past',
        '/marginOfError number_out_of_range',
        '/mine unknown_field',
        '/name required',
        '/population/field unknown_reference',
      ],
    ],
    [
      '/indicators/OPS-01/measurements',
      'planner',
      { planYear: 1, period: 'never', comparator: 'all', value: '3' },
      ['/period not_a_period', '/planYear integer_out_of_range', '/value value_not_expected'],
    ],
    [
      '/campaign-previews',
      'inspector',
      { marginOfError: 0.05, population: { agency: 'NOBODY', field: 7, mine: 1 } },
      [
        '/population/agency unknown_reference',
        '/population/field not_a_code',
        '/population/mine unknown_field',
      ],
    ],
  ] as const)(
    'to %s is told what the rules of its use case say beside the rest',
    async (path, who, sent, all) => {
      const { body } = await catalogue
        .http()
        .post(`/api/v1${path}`)
        .set('Authorization', `Bearer ${await tokenOf(catalogue, who)}`)
        .send(sent)
        .expect(400);
      const told = (body.errors as { pointer: string; code: string }[]).map(
        ({ pointer, code }) => `${pointer} ${code}`,
      );
      expect(told.sort()).toEqual(expect.arrayContaining([...all]));
    },
  );

  it('of an inspection is told the faults of each outcome and each finding together', async () => {
    const clerk = await ClerkDesk.of(catalogue, 'clerk');
    await clerk
      .post(`/services/STP~1.000688/declarations`, { level: 1, effectiveFrom: '2026-03-01' })
      .expect(201);
    const inspector = await InspectorDesk.of(catalogue);
    const { body: inspection } = await inspector.open('STP~1.000688').expect(201);
    const faultsOf = async (sent: Test) => {
      const { body } = await sent.expect(400);
      return (body.errors as { pointer: string; code: string }[])
        .map(({ pointer, code }) => `${pointer} ${code}`)
        .sort();
    };
    const outcomes = [
      { criterion: 'name', outcome: 'perhaps' },
      'met',
      { criterion: 'nothing', outcome: 'met', mine: 1 },
      { criterion: 'name', outcome: 'not_applicable' },
      { criterion: 7, outcome: 'met', evidence: ['99'] },
      { criterion: 'steps', outcome: 'not_applicable', reason: 5 },
    ];
    const recorded = inspector.send
      .patch(`/inspections/${inspection.id}`)
      .send({ outcomes, method: 'by ear' });
    expect(await faultsOf(recorded)).toEqual([
      '/method not_one_of',
      '/outcomes/0/outcome not_one_of',
      '/outcomes/1 not_an_object',
      '/outcomes/2/criterion unknown_reference',
      '/outcomes/2/mine unknown_field',
      '/outcomes/3/criterion duplicate',
      '/outcomes/3/outcome not_applicable_not_allowed',
      '/outcomes/3/reason reason_required',
      '/outcomes/4/criterion not_text',
      '/outcomes/4/evidence/0 unknown_reference',
      '/outcomes/5/outcome not_applicable_not_allowed',
      '/outcomes/5/reason not_text',
    ]);
    const findings = [{ criterion: 'nothing', text: ' ', dueDate: '2001-01-01' }, { dueDate: 'soon' }];
    const closed = inspector.send
      .post(`/inspections/${inspection.id}/close`)
      .send({ effectiveFrom: '2001-01-01', findings });
    expect(await faultsOf(closed)).toEqual([
      '/effectiveFrom day_out_of_range',
      '/findings/0/criterion unknown_reference',
      '/findings/0/dueDate in_the_past',
      '/findings/0/text empty',
      '/findings/1/dueDate not_a_date',
      '/findings/1/text required',
    ]);
  });

  it('without a body is told by name what is missing', async () => {
    const { body } = await catalogue
      .http()
      .post('/api/v1/services/STP~1.000688/declarations?dry=1')
      .set('Authorization', `Bearer ${await tokenOf(catalogue, 'clerk')}`)
      .expect(400);
    expect((body.errors as { pointer: string }[]).map(({ pointer }) => pointer).sort()).toEqual([
      '/dry',
      '/effectiveFrom',
      '/level',
    ]);
  });

  it.each(['application/json', 'application/*', '*/*', 'text/html, */*;q=0.1'])(
    'that takes %s gets JSON',
    async (accept) => {
      const { headers } = await catalogue.http().get(JSON_API).set('Accept', accept).expect(200);
      expect(headers['content-type']).toContain('application/json');
    },
  );

  it.each(['application/x-none', 'text/csv', 'text/html', 'application/json;q=0'])(
    'that takes only %s of a JSON address is refused, also after others were answered from memory',
    async (accept) => {
      await catalogue.http().get(JSON_API).expect(200);
      for (const round of [1, 2]) {
        const { body, headers } = await catalogue.http().get(JSON_API).set('Accept', accept).expect(406);
        expect(body.code, `round ${round}`).toBe('not_acceptable');
        expect(body.detail).toContain('application/json');
        expect(headers['vary']).toContain('Accept');
      }
    },
  );

  it('that takes CSV gets it where CSV is, and is refused where it is not', async () => {
    await catalogue.http().get('/api/v1/services.csv').set('Accept', 'text/csv').expect(200);
    await catalogue.http().get('/api/v1/services.ttl').set('Accept', 'text/csv').expect(406);
  });
});
