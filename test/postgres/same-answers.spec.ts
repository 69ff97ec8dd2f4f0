import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Editions } from '../../src/exports/editions/editions.service.js';
import { amendProcedure } from '../support/amend-procedure.js';
import { type Catalogue, ENGINES, startCatalogue } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { declare } from '../support/declare.js';
import { InspectorDesk } from '../support/inspector-desk.js';
import { RandomQuestions } from '../support/random-questions.js';
import { loadSample } from '../support/sample.js';

const SEED = 43_2011;
const QUESTIONS = 500;

/** The sample with levels of several days, a new version of a procedure and two editions, each step at the same instant. */
async function prepare(catalogue: Catalogue): Promise<void> {
  await loadSample(catalogue);
  const { app } = catalogue;
  const edition = { decisionNumber: '01/QĐ-UBND', decisionDate: '2026-03-02' };
  await app.get(Editions).create({ name: 'test', agencyCode: null }, edition);
  catalogue.setNow('2026-03-10T02:00:00.000Z');
  await declare(catalogue, '02635~1.001193', 3, '2026-03-05');
  await declare(catalogue, 'STP~1.000688', 2, '2026-03-06');
  await declare(catalogue, '02638~1.001193', 1, '2026-04-01');
  const clerk = await ClerkDesk.of(catalogue, 'clerk');
  await clerk.post('/services', { agencyCode: 'STP', procedureCode: '1.001193' }).expect(201);
  await clerk.put('/services/STP~1.001193/volumes/2012', [{ channel: 'online', received: 312 }]).expect(201);
  const campaign = {
    name: 'Đợt',
    population: { agencyLevel: 'commune' },
    strata: 'level',
    marginOfError: 0.2,
  };
  const inspector = await InspectorDesk.of(catalogue);
  await inspector.send
    .post('/campaigns')
    .send({ ...campaign, seed: 'of the test' })
    .expect(201);
  await amendProcedure(catalogue, '1.001193', {}, '2026-05-01');
  catalogue.setNow('2026-03-20T02:00:00.000Z');
  await app.get(Editions).create({ name: 'test', agencyCode: null }, edition);
}

describe('SQLite and PostgreSQL', () => {
  const catalogues: Catalogue[] = [];
  beforeAll(async () => {
    for (const engine of ENGINES) {
      const catalogue = await startCatalogue(engine);
      catalogues.push(catalogue);
      await prepare(catalogue);
    }
  });
  afterAll(async () => {
    for (const catalogue of catalogues) await catalogue.close();
  });

  it(`give the same bytes to the same ${QUESTIONS} questions`, async () => {
    const questions = new RandomQuestions(catalogues[0]!.app, SEED);
    const addresses = await Promise.all(catalogues.map(({ app }) => app.getUrl()));
    const statuses = new Map<number, number>();
    const answered = new Set<string>();
    for (let index = 0; index < QUESTIONS; index += 1) {
      const { route, url } = questions.next(index);
      const [one, other] = await Promise.all(addresses.map((address) => answerOf(`${address}${url}`)));
      expect(other, url).toEqual(one);
      questions.heard(route, url, one!.body);
      statuses.set(one!.status, (statuses.get(one!.status) ?? 0) + 1);
      if (one!.status === 200) answered.add(route);
    }
    // Refusals are compared as well, but most questions have to have an answer, and each route one of them at least.
    expect(statuses.get(200)).toBeGreaterThan(QUESTIONS * 0.7);
    const unanswered = questions.routes.filter((route) => !answered.has(route));
    // The lists of a campaign are for everybody only when it has ended.
    expect(unanswered.filter((route) => !route.startsWith('/api/v1/campaigns/{id}/'))).toEqual([]);
    expect([...statuses.keys()].filter((status) => status >= 500)).toEqual([]);
  });
});

async function answerOf(url: string) {
  const response = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
  const { status, headers } = response;
  const body = Buffer.from(await response.arrayBuffer()).toString('latin1');
  const told = ['content-type', 'etag', 'link', 'last-modified'].map((name) => headers.get(name));
  return { status, told, body: body.replace(/"requestId":"[^"]*"/, '') };
}
