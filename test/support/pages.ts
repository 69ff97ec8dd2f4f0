import { Reader } from '../../src/database/reader.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import type { Catalogue } from './catalogue.js';
import { loadSample, tokenOf } from './sample.js';

/** Every public page of a catalogue with two editions, each with the questions that change what stands on it. */
export async function pages(catalogue: Catalogue): Promise<string[]> {
  const service = await catalogue.app
    .get(Reader)
    .get<{ service_id: string }>('SELECT MAX(service_id) AS service_id FROM published_service');
  return [
    '/',
    '/services',
    '/services?q=cap&sort=name&asOf=2012-06-30',
    '/services?q=xyzxyz',
    `/services/${service!.service_id}`,
    '/reports/coverage',
    '/reports/coverage?by=level-of-government&unit=procedure&compareWith=2012-06-30',
    '/reports/coverage?by=district&scope=subtree&asOf=2012-12-31',
    '/reports/verification',
    '/reports/timeline',
    '/reports/compare',
    '/reports/violations',
    '/reports/over-claims',
    '/reports/procedures?minLevel=1',
    '/progress/2012',
    '/progress/2013',
    '/agencies',
    '/agencies?q=so',
    '/agencies/10',
    '/agencies/STP',
    '/agencies/02635',
    '/editions',
    '/editions/2',
    '/editions/1/difference?other=2',
    '/data',
  ];
}

/** Addresses on our own server that a page leads to, without the places within it. */
export function internalLinks(html: string): string[] {
  const links = [...html.matchAll(/ (?:href|src)="(\/[^"#]*)/g)].map(([, link]) =>
    link!.replaceAll('&amp;', '&'),
  );
  return [...new Set(links)];
}

/** The sample with two editions that differ by one service. */
export async function loadWithEditions(catalogue: Catalogue): Promise<void> {
  await loadSample(catalogue);
  const admin = await tokenOf(catalogue, 'admin');
  const freeze = (decisionNumber: string) =>
    catalogue
      .http()
      .post('/api/v1/editions')
      .set('Authorization', `Bearer ${admin}`)
      .send({ decisionNumber, decisionDate: '2026-03-02' })
      .expect(201);
  await freeze('1/QĐ-UBND');
  const { body } = await catalogue.http().get('/api/v1/services?sort=-code&limit=1');
  await closeService(catalogue, body.items[0].id);
  await freeze('2/QĐ-UBND');
}

/** Closes a service as of the day before, and publishes that. */
export async function closeService(catalogue: Catalogue, id: string): Promise<void> {
  const actor = { name: 'system', agencyCode: null };
  await catalogue.app.get(UnitOfWork).run({ actor, action: 'test.prepare' }, async (unit) => {
    await unit.run('UPDATE public_service SET valid_to = :day WHERE id = :id', { day: '2026-03-01', id });
    unit.record(`service:${id}`, null, { validTo: '2026-03-01' });
    unit.touch(id);
  });
}
