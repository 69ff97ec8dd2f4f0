import { expect, it } from 'vitest';
import { operationsOf, type PathItem } from '../../src/openapi/path-items.js';
import { onBothDatabases } from '../support/catalogue.js';
import { loadSample, tokenOf } from '../support/sample.js';
import { signedIn } from '../support/signed-in.js';

/** Of names that nothing has, those of the right form for an address. */
const NAMES: Record<string, string> = {
  services: 'NOPE~9.999999',
  plans: '2098',
  progress: '2098',
  volumes: '2098',
};
const NOBODYS = '98989';

onBothDatabases('What is not there', loadSample, (catalogue) => {
  it('is named by every address of the API that names it, in both languages', async () => {
    const admin = signedIn(catalogue(), await tokenOf(catalogue(), 'admin'));
    const { body: document } = await catalogue().http().get('/api/openapi.json').expect(200);
    const paths = Object.entries(document.paths as Record<string, PathItem>)
      .filter(([path, item]) => path.includes('{') && operationsOf(item).some(([method]) => method === 'get'))
      .map(([path]) => path)
      .filter((path) => path.startsWith('/api/v1/'));
    expect(paths.length).toBeGreaterThan(20);
    const unnamed: string[] = [];
    for (const path of paths) {
      const names: string[] = [];
      const address = path.replace(/(\w[\w-]*)\/\{\w+\}/g, (_, kind: string) => {
        names.push(NAMES[kind] ?? NOBODYS);
        return `${kind}/${names.at(-1)}`;
      });
      for (const [language, said] of [
        ['vi', /^Không tìm thấy .+\.$/],
        ['en', /^Not found: .+\.$/],
      ] as const) {
        const { status, body } = await admin
          .get(address.replace('/api/v1', ''))
          .set('Accept-Language', language)
          .set('Accept', '*/*');
        const detail = String(body.detail);
        const isNamed = said.test(detail) && names.every((name) => detail.includes(name));
        if (status !== 404 || !isNamed) unnamed.push(`${status} ${address} ${language}: ${detail}`);
      }
    }
    expect(unnamed).toEqual([]);
  });

  it('is not named where the address itself is none', async () => {
    const { body } = await catalogue().http().get('/api/v1/nothing/here').expect(404);
    expect(body.detail).toBe('Không tìm thấy.');
  });
});
