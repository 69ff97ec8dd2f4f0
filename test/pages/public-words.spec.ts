import { expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { loadWithEditions } from '../support/pages.js';

const LANGUAGES = ['vi', 'en'] as const;
const inLanguage = (path: string, language: 'vi' | 'en') => (language === 'en' ? `/en${path}` : path);

onBothDatabases('What stands on the public pages', loadWithEditions, (catalogue) => {
  const get = (path: string) => catalogue().http().get(path).set('Accept', 'text/html');
  const api = async (path: string) => (await catalogue().http().get(`/api/v1${path}`).expect(200)).body;

  it('say beside each choice of a filter how many services it would list with the others as they are', async () => {
    for (const asked of ['', 'agency=10&scope=subtree', 'level=1&q=cap', 'asOf=2012-06-30']) {
      const page = await get(`/en/services?${asked}`).expect(200);
      for (const filter of ['agency', 'field', 'basis']) {
        const [, select] = new RegExp(`<select[^>]* id="${filter}".*?>(.*?)</select>`, 's').exec(page.text)!;
        const options = [...select!.matchAll(/<option value="([^"]+)"[^>]*>(.*) \(([\d,]+)\)</g)];
        expect(options.length).toBeGreaterThan(3);
        const counts = options.map(([, , , n]) => Number(n!.replaceAll(',', '')));
        expect(counts.lastIndexOf(0) === -1 || counts.indexOf(0) > counts.findLastIndex((n) => n > 0)).toBe(
          true,
        );
        for (const at of [0, 1, counts.length - 1]) {
          const question = new URLSearchParams(`${asked}&limit=1`);
          question.set(filter, options[at]![1]!);
          expect((await api(`/services?${question}`)).total, `${question}`).toBe(counts[at]);
        }
        expect(new Set(options.map(([, , name]) => name)).size, filter).toBe(options.length);
      }
    }
  });

  it('are refused to whoever takes no HTML, also after others had them from memory', async () => {
    const http = catalogue().http();
    for (const path of ['/services', '/en/services?level=9', '/progress/2012', '/data', '/sign-in']) {
      const known = (await get(path)).status;
      for (const accept of ['text/html', '*/*', 'text/*', 'application/json, */*;q=0.1'])
        await http
          .get(path)
          .set('Accept', accept)
          .expect(known)
          .expect('content-type', /text\/html/);
      for (const accept of [
        'application/json',
        'image/png',
        'text/html;q=0',
        'text/html;q=0, application/json',
      ]) {
        const { status, body, headers } = await http.get(path).set('Accept', accept);
        expect([status, body.code, headers['vary']], path).toEqual([406, 'not_acceptable', 'Accept']);
      }
    }
  });

  it('tell what went wrong in the type that is asked for, and never in one that is refused', async () => {
    const inType = async (path: string, accept: string) => {
      const { status, headers } = await catalogue().http().get(path).set('Accept', accept);
      return [status, headers['content-type']!.split(';')[0]];
    };
    for (const [accept, type] of [
      ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
      ['text/html, application/json', 'text/html'],
      ['text/html;q=0.1', 'text/html'],
      ['text/html;q=0', 'application/problem+json'],
      ['text/html;q=0.000, */*', 'application/problem+json'],
      ['text/html;q=0.5, application/json', 'application/problem+json'],
      ['*/*', 'application/problem+json'],
    ] as const) {
      expect(await inType('/services/NO~1', accept), accept).toEqual([404, type]);
      expect(await inType('/no-such-page', accept), accept).toEqual([404, type]);
      // A page would lead to where one signs in.
      const status = type === 'text/html' ? 303 : 401;
      expect((await inType('/desk', accept))[0], accept).toBe(status);
    }
  });

  it('open from a number the list that it counts', async () => {
    for (const [path, atLeast] of [
      ['/progress/2012', 5],
      ['/agencies', 3],
    ] as const) {
      const { text } = await get(path).expect(200);
      const links = [...text.matchAll(/href="(\/services\?[^"]*)">(?:<strong>)?([\d.]+)/g)];
      expect(links.length).toBeGreaterThan(atLeast);
      if (path === '/progress/2012') {
        expect(links.some(([, href]) => href!.includes('demonstration=true'))).toBe(true);
        expect(links.some(([, href]) => !href!.includes('minLevel'))).toBe(true);
      }
      for (const [, href, number] of links.slice(0, 12)) {
        const { total } = await api(`${href!.replaceAll('&amp;', '&')}&limit=1`);
        expect(total, href).toBe(Number(number!.replaceAll('.', '')));
      }
    }
  });

  it('say nothing in the words of the API', async () => {
    for (const path of [
      '/reports/violations',
      '/progress/2012',
      '/data',
      '/services',
      '/services?cursor=zzz',
    ]) {
      for (const language of LANGUAGES) {
        const { text } = await get(inLanguage(path, language));
        const words = text.replace(/<(pre|code|script)[ >].*?<\/\1>/gs, '').replace(/<[^>]*>/g, ' ');
        expect(words, path).not.toMatch(
          /\b(cursor|JSONLD|due is|due là|line delete|dòng delete)\b|(at|ở|under) demonstration\)/,
        );
      }
    }
  });

  it('name an agency in the language of the page where it has a name in it', async () => {
    const { nameEn } = await api('/agencies/STP');
    expect((await get('/en/agencies/STP').expect(200)).text).toContain(nameEn);
    expect((await get('/agencies/STP').expect(200)).text).not.toContain(nameEn);
  });
});
