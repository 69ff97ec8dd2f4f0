import { Reader } from '../../src/database/reader.js';
import type { Catalogue } from './catalogue.js';

/** Every public page, each with the questions that change what stands on it. */
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
    '/reports/timeline',
    '/reports/compare',
    '/reports/violations',
    '/reports/over-claims',
    '/reports/procedures?minLevel=1',
  ];
}

/** Addresses on our own server that a page leads to, without the places within it. */
export function internalLinks(html: string): string[] {
  const links = [...html.matchAll(/ (?:href|src|action)="(\/[^"#]*)/g)].map(([, link]) =>
    link!.replaceAll('&amp;', '&'),
  );
  return [...new Set(links)];
}
