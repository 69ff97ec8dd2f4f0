import { expect, it } from 'vitest';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { type Catalogue, onBothDatabases } from '../support/catalogue.js';
import { loadSample } from '../support/sample.js';
import { internalLinks, pages } from '../support/pages.js';

const LANGUAGES = ['vi', 'en'] as const;
const inLanguage = (path: string, language: 'vi' | 'en') =>
  language === 'en' ? `/en${path === '/' ? '' : path}` : path;

onBothDatabases('The public pages', loadSample, (catalogue) => {
  const get = (path: string) => catalogue().http().get(path).set('Accept', 'text/html');
  const api = async (path: string) => (await catalogue().http().get(`/api/v1${path}`).expect(200)).body;

  it('are there in both languages, say everything, and send the headers of pages', async () => {
    for (const path of await pages(catalogue())) {
      for (const language of LANGUAGES) {
        const page = await get(inLanguage(path, language));
        expect(page.status, path).toBe(200);
        expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
        expect(page.headers['content-language']).toBe(language);
        expect(page.headers['content-security-policy']).toContain("default-src 'none'");
        expect(page.headers['content-security-policy']).not.toContain('unsafe');
        expect(page.headers['x-content-type-options']).toBe('nosniff');
        expect(page.text).toContain(`<html lang="${language}"`);
        expect(page.text, path).not.toMatch(/⟦|undefined|\[object Object\]|NaN|\{\{/);
        // The policy lets no style and no handler through that stands in the page itself.
        expect(page.text, path).not.toMatch(/ style="| on[a-z]+="|javascript:/);
        expect(page.text.match(/<h1/g), path).toHaveLength(1);
      }
    }
  });

  it('lead nowhere that does not answer', async () => {
    const checked = new Set<string>();
    for (const path of await pages(catalogue())) {
      for (const language of LANGUAGES) {
        const { text } = await get(inLanguage(path, language));
        for (const link of internalLinks(text)) {
          // The desk of those who sign in has tests of its own.
          if (checked.has(link) || link.endsWith('/sign-in')) continue;
          checked.add(link);
          const answer = await catalogue().http().head(link).set('Accept', '*/*');
          expect(answer.status, `${link} on ${path}`).toBeLessThan(400);
        }
      }
    }
    expect(checked.size).toBeGreaterThan(200);
  });

  it('show on the list what the API counts, and lead on by its cursor', async () => {
    const question = 'agency=10&scope=subtree&level=1&limit=3';
    const { total, items, next } = await api(`/services?${question}`);
    const page = await get(`/en/services?${question}`).expect(200);
    expect(page.text).toContain(`<strong>${total} services</strong>`);
    for (const { id } of items) expect(page.text).toContain(`href="/en/services/${id}"`);
    expect(page.text).toContain(`cursor=${next}`);
    const { rows, totals } = await api('/reports/coverage');
    expect(rows.length).toBeGreaterThan(1);
    const beside = await get('/en/services').expect(200);
    for (const count of [totals.total, totals.exact[1], totals.exact[2], totals.none])
      expect(beside.text).toContain(`<span class="quiet">${count.toLocaleString('en-GB')}</span>`);
  });

  it('show on the first page what the report counts', async () => {
    const { totals } = await api('/reports/coverage');
    const page = await get('/en').expect(200);
    for (const count of [totals.total, totals.atLeast[1], totals.atLeast[2], totals.atLeast[3]])
      expect(page.text).toContain(`<strong>${count.toLocaleString('en-GB')}</strong>`);
  });

  it('keep what was typed beside what is wrong with it', async () => {
    const page = await get('/en/services?q=khai+sinh&level=9&asOf=2012-13-01').expect(400);
    expect(page.text).toContain('value="khai sinh"');
    expect(page.text).toContain('value="2012-13-01"');
    expect(page.text).toMatch(/id="level-error"[^>]*>Must be one of: 1, 2, 3, none\./);
    expect(page.text).toContain('id="asOf-error"');
    const unknown = await get('/reports/coverage?agency=NOPE').expect(404);
    expect(unknown.text).toContain('id="agency-error"');
  });

  it('take the empty fields that a form sends, and pass over words that are not theirs', async () => {
    await get('/services?q=&agency=&level=&asOf=&utm_source=letter').expect(200);
  });

  it('show errors as pages with the right status', async () => {
    for (const path of ['/services/NO~1', '/no-such-page']) {
      const page = await get(path).expect(404);
      expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(page.text).toContain('Không tìm thấy');
    }
  });

  it('say of a service why it is not higher, and how to mend that', async () => {
    const { items } = await api('/services?level=1&limit=1');
    const { heldBackBy, criteria } = await api(`/services/${items[0].id}/assessment`);
    expect(heldBackBy.length).toBeGreaterThan(0);
    const page = await get(`/en/services/${items[0].id}`).expect(200);
    for (const id of heldBackBy) {
      const { title, howToMend } = criteria.find((criterion: { id: string }) => criterion.id === id);
      expect(page.text).toContain(title.en);
      expect(page.text).toContain(howToMend.en.replaceAll('"', '&quot;'));
    }
    const [, jsonld] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page.text)!;
    expect(JSON.parse(jsonld!)).toMatchObject({ '@type': 'GovernmentService', identifier: items[0].id });
  });

  it('say of a closed service that it is gone, with its history', async () => {
    const { items } = await api('/services?level=2&limit=1');
    await close(catalogue(), items[0].id);
    const page = await get(`/services/${items[0].id}`).expect(410);
    expect(page.text).toContain('không còn thực hiện');
    expect(page.text).toContain('class="timeline"');
  });
});

/** Closes a service as of the day before, and publishes that. */
async function close(catalogue: Catalogue, id: string): Promise<void> {
  const actor = { name: 'system', agencyCode: null };
  await catalogue.app.get(UnitOfWork).run({ actor, action: 'test.prepare' }, async (unit) => {
    await unit.run('UPDATE public_service SET valid_to = :day WHERE id = :id', { day: '2026-03-01', id });
    unit.touch(id);
  });
}
