import n3 from 'n3';
import { expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { loadSample } from '../support/sample.js';
import { cpsvApCheck } from '../support/shacl.js';

const BASE = 'http://catalogue.test';
const SERVICE = '/id/service/STP~1.000688';

onBothDatabases('The URIs of what the catalogue describes', loadSample, (catalogue) => {
  const check = cpsvApCheck();
  const get = (path: string, accept: string) =>
    catalogue().http().get(path).set('Accept', accept).buffer(true).responseType('blob');
  const turtle = async (path: string) => {
    const answer = await get(path, 'text/turtle').expect(200);
    expect(answer.headers['content-type']).toBe('text/turtle; charset=utf-8');
    expect(answer.headers['vary']).toContain('Accept');
    return new n3.Parser().parse((answer.body as Buffer).toString());
  };

  it('answer with a graph that conforms by itself', async () => {
    const quads = await turtle(SERVICE);
    expect(quads.some(({ subject }) => subject.value === BASE + SERVICE)).toBe(true);
    expect(await check(quads)).toEqual([]);
    expect(quads.length, 'and not with everything').toBeLessThan(600);
    const answer = await get(SERVICE, 'application/ld+json').expect(200);
    const document = JSON.parse((answer.body as Buffer).toString());
    expect(document['@graph'].map((node: { '@id': string }) => node['@id'])).toContain(BASE + SERVICE);
  });

  it('lead people to the page and programs to the API', async () => {
    const page = await get(SERVICE, 'text/html,application/xhtml+xml,*/*;q=0.8').expect(303);
    expect(page.headers['location']).toBe(`${BASE}/services/STP~1.000688`);
    const api = await get(SERVICE, 'application/json').expect(303);
    expect(api.headers['location']).toBe(`${BASE}/api/v1/services/STP~1.000688`);
    expect(api.headers['vary']).toContain('Accept');
    const agency = await get('/id/agency/080', 'text/html').expect(303);
    expect(agency.headers['location']).toBe(`${BASE}/agencies/080`);
  });

  it('offer what there is where something else is asked for', async () => {
    const { body, headers } = await catalogue().http().get(SERVICE).set('Accept', 'image/png').expect(406);
    expect(body.code).toBe('not_acceptable');
    expect(body.detail).toContain('text/turtle');
    expect(headers['vary']).toContain('Accept');
  });

  it('are there for everything that a service points to within the catalogue', async () => {
    const quads = await turtle(SERVICE);
    const pointedTo = new Set(
      quads
        .flatMap(({ predicate, object }) => [predicate.value, object.value])
        .filter((uri) => uri.startsWith(`${BASE}/id/`))
        .map((uri) => uri.slice(BASE.length).split('#')[0]!),
    );
    expect([...pointedTo].map((path) => path.split('/')[2])).toEqual(
      expect.arrayContaining(['agency', 'procedure', 'field', 'scheme', 'legal-resource', 'catalogue']),
    );
    for (const path of pointedTo) {
      const about = await turtle(path);
      expect(about.length, path).toBeGreaterThan(0);
      expect(await check(about), path).toEqual([]);
    }
  });

  it('are not there for what is not', async () => {
    for (const path of [
      'service/STP~9.9',
      'agency/NONE',
      'procedure/9.9',
      'field/none',
      'scheme/none',
      'legal-resource/9',
    ]) {
      await get(`/id/${path}`, 'text/turtle').expect(404);
      const hasPage = !/^(scheme|legal)/.test(path);
      await get(`/id/${path}`, 'text/html').expect(hasPage ? 404 : 406);
    }
  });
});
