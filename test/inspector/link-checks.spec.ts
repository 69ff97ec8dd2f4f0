import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Reader } from '../../src/database/reader.js';
import { createApplication } from '../../src/application.js';
import { readConfig } from '../../src/config/config.js';
import type { LinkView } from '../../src/link-checks/link-list.query.js';
import type { LinkCheck } from '../../src/link-checks/link-log.query.js';
import { type Catalogue, NOW, onBothDatabases, startCatalogue } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { loadSample } from '../support/sample.js';
import { factsForLevel } from '../support/service-facts.js';
import { Site } from '../support/site.js';

const ID = 'STP~1.000688';
const OTHER = 'STP~1.000627';
const ENV = { EVIDENCE_ALLOW_PRIVATE: '1', LINK_CHECK_RATE: '6000' };

/** Has the services publish these addresses and no others. */
async function publish(clerk: ClerkDesk, id: string, urls: readonly string[], evidence: string[] = []) {
  const { publicPage, formFiles, ...facts } = factsForLevel(2);
  const saved = await clerk.saveFacts(id, {
    ...facts,
    publicPage: { ...publicPage!, urls: [urls[0]!], evidence },
    formFiles: { ...formFiles!, urls: urls.slice(1) },
  });
  expect(saved.status).toBe(200);
}

const settled = async (desk: ClerkDesk) => {
  const links = async (): Promise<LinkView[]> =>
    (await desk.get(`/link-checks/links?service=${ID}&limit=500`).expect(200)).body.items;
  await expect
    .poll(async () => (await links()).filter(({ requestedAt }) => requestedAt !== null))
    .toEqual([]);
  return links();
};

onBothDatabases(
  'Links that services publish',
  loadSample,
  (catalogue) => {
    let site: Site;
    let slow: Site;
    let clerk: ClerkDesk;
    let inspector: ClerkDesk;
    beforeAll(async () => {
      site = await Site.start();
      slow = await Site.start();
      clerk = await ClerkDesk.of(catalogue(), 'clerk');
      inspector = await ClerkDesk.of(catalogue(), 'inspector');
      site.shows('/page', '<p>Lệ phí: 10.000 đồng</p><script>var now = 1</script>');
      site.shows('/target', '<p>Ở đây</p>');
      site.shows('/elsewhere', '<p>Ở đây</p>');
      site.leadsTo('/moving', '/target');
      site.shows('/form', 'Tờ khai');
      site.shows('/flapping', 'Có');
      site.leadsTo('/loop', '/loop');
      site.pages['/busy'] = (_request, response) => void response.writeHead(429).end();
      site.pages['/huge'] = (_request, response) => {
        response.on('error', () => undefined);
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(1_000_000)));
          if (!response.destroyed) response.once('drain', more);
        };
        more();
      };
      slow.pages['/hanging'] = () => undefined;
      const captured = [];
      for (const path of ['/page', '/moving'])
        captured.push(
          (
            await clerk
              .post(`/services/${ID}/evidence`, { url: site.address + path, fact: 'publicPage' })
              .expect(201)
          ).body.id as string,
        );
      const paths = ['/page', '/form', '/gone', '/flapping', '/loop', '/busy', '/huge'];
      const urls = [
        ...paths.map((path) => site.address + path),
        `${slow.address}/hanging`,
        'https://demo.invalid/a',
      ];
      await publish(clerk, ID, urls, captured);
      await publish(clerk, OTHER, [`${site.address}/page`]);
      site.hits.clear();
    });
    afterAll(async () => {
      await site?.close();
      await slow?.close();
    });

    const check = async (path: string) => {
      await inspector.post('/link-checks', { urls: [site.address + path] }).expect(202);
      return (await settled(inspector)).find(({ url }) => url === site.address + path)!;
    };
    const logOf = async (query: string): Promise<LinkCheck[]> =>
      (await inspector.get(`/link-checks?${query}`).expect(200)).body.items;
    const queued = async () => {
      const { items } = (await inspector.get('/inspection-queue?agency=STP&limit=200').expect(200)).body;
      const found = items.find((item: { serviceId: string }) => item.serviceId === ID);
      return found.reasons.map((reason: { code: string }) => reason.code) as string[];
    };
    const ledger = async () => {
      const { body } = await inspector.get('/ledger?actor=system:link-check&limit=200').expect(200);
      return body.items.map((entry: { items: { after: { url: string; state: string } }[] }) => {
        const { url, state } = entry.items[0]!.after;
        return `${url.replace(site.address, '')} ${state}`;
      }) as string[];
    };

    it('are checked when an inspector asks, each once, and say what was found', async () => {
      await catalogue().http().get('/api/v1/link-checks').expect(401);
      await clerk.post('/link-checks', { service: ID }).expect(403);
      const { body } = await inspector.post('/link-checks', { service: ID }).expect(202);
      expect(body).toEqual({ requested: 9, notChecked: 1 });
      const found = await settled(inspector);
      const states = Object.fromEntries(
        found.map(({ url, state, reason, failures }) => [new URL(url).pathname, [state, reason, failures]]),
      );
      expect(states).toEqual({
        '/page': ['alive', null, 0],
        '/moving': ['alive', null, 0],
        '/form': ['alive', null, 0],
        '/flapping': ['alive', null, 0],
        '/huge': ['alive', 'too_large', 0],
        '/gone': ['unchecked', 'http_404', 1],
        '/loop': ['unchecked', 'too_many_redirects', 1],
        '/busy': ['unchecked', 'http_429', 0],
        '/hanging': ['unchecked', 'timeout', 1],
        '/a': ['not_checked', 'demonstration', 0],
      });
      expect(site.hits.get('/page')).toBe(1);
      const page = found.find(({ url }) => url.endsWith('/page'))!;
      expect(page).toMatchObject({
        serviceCount: 1,
        services: [{ serviceId: ID, usedAs: ['evidence', 'publicPage'] }],
      });
    });

    it('are not dead after one failure or two, but after three in a row', async () => {
      expect(await check('/gone')).toMatchObject({ state: 'unchecked', failures: 2 });
      expect(await queued()).not.toContain('link_dead');
      expect(await check('/gone')).toMatchObject({
        state: 'dead',
        failures: 3,
        reason: 'http_404',
        httpStatus: 404,
        firstFailedAt: NOW,
      });
      expect(await queued()).toContain('link_dead');
      const log = await logOf(`service=${ID}&state=dead`);
      expect(log).toMatchObject([
        { url: `${site.address}/gone`, no: 3, outcome: 'failed', requestedBy: 'inspector' },
      ]);
      expect(await ledger()).toEqual(['/gone dead']);
    });

    it('that come and go are not dead', async () => {
      const { '/flapping': works } = site.pages;
      for (const isThere of [false, false, true, false, false]) {
        if (isThere) site.pages['/flapping'] = works!;
        else delete site.pages['/flapping'];
        expect((await check('/flapping')).state).toBe('alive');
      }
      const outcomes = (await logOf(`host=${new URL(site.address).host}`))
        .filter(({ url }) => url.endsWith('/flapping'))
        .sort((a, b) => a.no - b.no)
        .map(({ outcome }) => outcome);
      expect(outcomes).toEqual(['alive', 'failed', 'failed', 'alive', 'failed', 'failed']);
    });

    it('have changed where the text is not the captured one, whatever the scripts say', async () => {
      site.shows('/page', '<p class="x">Lệ phí:  10.000 đồng</p><script>var now = 2</script>');
      expect((await check('/page')).state).toBe('alive');
      site.shows('/page', '<p>Lệ phí: 20.000 đồng</p>');
      expect((await check('/page')).state).toBe('changed');
      expect(await queued()).toContain('link_changed');
      expect(await ledger()).toEqual(['/page changed', '/gone dead']);
      // Captured anew, it is what it was captured as.
      const { body } = await clerk
        .post(`/services/${ID}/evidence`, { url: `${site.address}/page`, fact: 'publicPage' })
        .expect(201);
      expect(body.textSha256).toMatch(/^[0-9a-f]{64}$/);
      expect((await check('/page')).state).toBe('alive');
    });

    it('have moved where they lead to another address than when they were captured', async () => {
      site.leadsTo('/moving', '/elsewhere');
      expect(await check('/moving')).toMatchObject({ state: 'moved', finalUrl: `${site.address}/elsewhere` });
    });

    it('leave the published level as it is, and trouble the queue no longer once the facts name others', async () => {
      const before = (await catalogue().http().get(`/api/v1/services/${ID}`).expect(200)).body;
      expect(await queued()).toContain('link_dead');
      const after = (await catalogue().http().get(`/api/v1/services/${ID}`).expect(200)).body;
      expect(after).toEqual(before);
      await publish(clerk, ID, [`${site.address}/page`, `${site.address}/form`]);
      expect(await queued()).not.toContain('link_dead');
    });

    it('are shown to clerks of their agencies alone, filtered and paged', async () => {
      const all = (await inspector.get('/link-checks?limit=3').expect(200)).body;
      const seen = [...(all.items as LinkCheck[])];
      for (let next = all.next as string | null; next !== null;) {
        const { body } = await inspector.get(`/link-checks?limit=3&cursor=${next}`).expect(200);
        seen.push(...(body.items as LinkCheck[]));
        next = body.next as string | null;
      }
      expect(new Set(seen.map(({ linkId, no }) => `${linkId} ${no}`)).size).toBe(all.total);
      expect((await clerk.get('/link-checks?outcome=changed').expect(200)).body.total).toBe(1);
      const other = await ClerkDesk.of(catalogue(), 'clerk2');
      expect((await other.get('/link-checks').expect(200)).body.total).toBe(0);
      await other.get('/link-checks?agency=STP').expect(403);
      expect(await logOf('from=2026-03-03')).toEqual([]);
      expect((await logOf('from=2026-03-02&to=2026-03-02&limit=500')).length).toBe(all.total);
      await inspector.get('/link-checks?from=2026-03-03&to=2026-03-02').expect(400);
    });

    it('are the only addresses that are fetched', async () => {
      for (const body of [
        { urls: [`${site.address}/secret`] },
        {},
        { service: ID, urls: [`${site.address}/page`] },
        { urls: ['not an address'] },
      ])
        await inspector.post('/link-checks', body).expect(400);
      await inspector.post('/link-checks', { service: 'STP~nothing' }).expect(404);
      expect(site.hits.has('/secret')).toBe(false);
    });
  },
  ENV,
);

describe('Links into a private network', () => {
  it('are refused and never fetched', async () => {
    const site = await Site.start();
    const catalogue = await startCatalogue('better-sqlite3');
    try {
      await loadSample(catalogue);
      await publish(await ClerkDesk.of(catalogue, 'clerk'), ID, [site.address]);
      const inspector = await ClerkDesk.of(catalogue, 'inspector');
      await inspector.post('/link-checks', { service: ID }).expect(202);
      expect(await settled(inspector)).toMatchObject([{ state: 'refused', reason: 'refused_address' }]);
      expect(site.hits.size).toBe(0);
    } finally {
      await catalogue.close();
      await site.close();
    }
  });
});

describe('The schedule of link checks, in several processes on one PostgreSQL', () => {
  it('has each link checked once by one of them, and by another when that one ends', async () => {
    const site = await Site.start();
    const catalogue: Catalogue = await startCatalogue('postgres', ENV);
    await loadSample(catalogue);
    const paths = Array.from({ length: 12 }, (_, i) => `/page-${i}`);
    for (const path of paths) site.shows(path, path);
    const clerk = await ClerkDesk.of(catalogue, 'clerk');
    const urls = paths.map((path) => site.address + path);
    await publish(clerk, ID, urls);
    await publish(clerk, OTHER, urls);
    const config = readConfig({
      ...ENV,
      LINK_CHECK_INTERVAL: '7d',
      DATABASE_URL: catalogue.databaseUrl,
      SEED: 'none',
      LOG_LEVEL: 'silent',
    });
    let later = new Date(NOW);
    await catalogue.app.close();
    const first = await createApplication(config, () => new Date(NOW));
    const second = await createApplication(config, () => later);
    const hits = () => paths.map((path) => site.hits.get(path) ?? 0);
    const kept = () =>
      second.get(Reader).get<{ n: number }>('SELECT COUNT(*) AS n FROM link WHERE checks = 1');
    try {
      await expect.poll(kept).toEqual({ n: paths.length });
      expect(hits()).toEqual(paths.map(() => 1));
      // Only for the one that has had nothing to do so far.
      later = new Date('2026-03-10T02:00:00.000Z');
      await first.close();
      await expect.poll(hits).toEqual(paths.map(() => 2));
    } finally {
      await second.close();
      await site.close();
    }
  });
});
