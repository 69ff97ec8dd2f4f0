import { expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { closeService, loadWithEditions, pages } from '../support/pages.js';

const LANGUAGES = ['vi', 'en'] as const;
const inLanguage = (path: string, language: 'vi' | 'en') =>
  language === 'en' ? `/en${path === '/' ? '' : path}` : path;

onBothDatabases('The public pages', loadWithEditions, (catalogue) => {
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
        expect(page.text, path).not.toMatch(/⟦|[>" ]undefined[<"]|\[object Object\]|NaN|\{\{/);
        // The policy lets no style and no handler through that stands in the page itself.
        expect(page.text, path).not.toMatch(/ style="| on[a-z]+="|javascript:/);
        expect(page.text.match(/<h1/g), path).toHaveLength(1);
      }
    }
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

  it('never answer in one language what was asked in the other, from memory either', async () => {
    for (const language of ['en', 'vi', 'en', 'vi'] as const) {
      const page = await get(inLanguage('/reports/coverage?by=field', language)).expect(200);
      expect(page.text).toContain(`<html lang="${language}"`);
    }
  });

  it('keep what was typed beside what is wrong with it', async () => {
    const page = await get('/en/services?q=khai+sinh&level=9&asOf=2012-13-01').expect(400);
    expect(page.text).toContain('value="khai sinh"');
    expect(page.text).toContain('value="2012-13-01"');
    expect(page.text).toMatch(/id="level-error"[^>]*>Must be one of: 1, 2, 3, none\./);
    expect(page.text).toContain('id="asOf-error"');
    expect(page.text).toContain('<a href="#level">Level: Must be one of: 1, 2, 3, none.</a>');
    expect(page.headers['cache-control']).toBe('no-store');
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

  it('show the report of 2012 as it was stated, with every indicator and its quote', async () => {
    const year = await api('/progress/2012');
    const page = await get('/progress/2012').expect(200);
    expect(page.text).toContain('<strong>18 / không nêu</strong>');
    const items = year.indicators.flatMap((group: { items: object[] }) => group.items);
    expect(items.length).toBeGreaterThan(30);
    for (const { name, quote } of items) {
      expect(page.text).toContain(escaped(name));
      if (quote !== null) expect(page.text).toContain(escaped(quote));
    }
    for (const { count } of year.burnUp) expect(page.text).toContain(`>${count}<`);
    expect((await get('/en/progress/2012').expect(200)).text).toContain('<strong>18</strong> servers');
    // The year after has no report yet.
    expect(page.text).toContain('id="indicators"');
    expect((await get('/progress/2013').expect(200)).text).not.toContain('id="indicators"');
  });

  it('open the dossiers behind each weighted number, and those that are left out', async () => {
    const { totals } = await api('/reports/coverage?weight=volumes&volumePeriod=2012');
    const behind = totals.coverage[3].list.replace('/api/v1', '');
    const coverage = await get('/reports/coverage?weight=volumes&volumePeriod=2012').expect(200);
    expect(coverage.text).toContain(`href="${escaped(behind)}"`);
    const { dossiers, total } = await api(behind);
    const page = (await get(behind).expect(200)).text;
    expect([...page.matchAll(/<strong>([\d.]+)<\/strong>/g)].map(([, n]) => n!.replaceAll('.', ''))).toEqual([
      String(dossiers),
      String(total),
    ]);
    const [, other] = /href="([^"]+volumes=unknown[^"]*)"/.exec(page)!;
    expect((await get(other!.replaceAll('&amp;', '&')).expect(200)).text).not.toContain('class="number">0<');
    const wrong = await get('/reports/volumes?volumePeriod=năm').expect(400);
    expect(wrong.text).toContain('href="#volumePeriod"');
  });

  it('show what changed from one edition to another', async () => {
    const { items } = await api('/editions/1/difference/2');
    expect(items).toHaveLength(1);
    const page = await get('/en/editions/1/difference?other=2').expect(200);
    expect(page.text).toContain(`href="/en/services/${items[0].id}"`);
    await get('/editions/1/difference?other=9').expect(404);
    await get('/editions/9').expect(404);
  });

  it('tell what every field of a service means', async () => {
    const { items } = await api('/services?limit=1');
    const page = await get('/data').expect(200);
    for (const member of Object.keys(items[0])) expect(page.text).toMatch(new RegExp(`<code>${member}[.<]`));
  });

  it('print examples for curl that answer', async () => {
    const { text } = await get('/data').expect(200);
    const addresses = [...text.matchAll(/'http:\/\/catalogue\.test(\/api\/v1[^']+)'/g)].map(
      ([, path]) => path!,
    );
    expect(addresses.length).toBeGreaterThan(4);
    for (const address of addresses)
      await catalogue().http().get(address.replaceAll('&amp;', '&')).expect(200);
  });

  it('say of a closed service that it is gone, with its history', async () => {
    const { items } = await api('/services?level=2&limit=1');
    await closeService(catalogue(), items[0].id);
    const page = await get(`/services/${items[0].id}`).expect(410);
    expect(page.text).toContain('không còn thực hiện');
    expect(page.text).toContain('class="timeline"');
  });
});

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
