import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { internalLinks, loadWithEditions, pages } from '../support/pages.js';

describe('Links on the public pages', () => {
  let catalogue: Catalogue;
  beforeAll(async () => {
    catalogue = await startCatalogue('better-sqlite3');
    await loadWithEditions(catalogue);
  });
  afterAll(() => catalogue.close());

  it('lead nowhere that does not answer', async () => {
    const found = new Map<string, string>();
    for (const path of await pages(catalogue)) {
      for (const start of ['', '/en']) {
        const { text } = await catalogue.http().get(`${start}${path}`).set('Accept', 'text/html').expect(200);
        // A page in English is answered where the Vietnamese one is.
        for (const link of internalLinks(text)) found.set(link.replace(/^\/en(?=\/|$)/, '') || '/', path);
      }
    }
    expect(found.size).toBeGreaterThan(500);
    for (const [link, path] of found) {
      const { status } = await catalogue.http().head(link).set('Accept', '*/*');
      // A closed service has a page that says so.
      if (status !== 410 || !link.startsWith('/services/'))
        expect(status, `${link} on ${path}`).toBeLessThan(400);
    }
  });
});
