import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { loadEveryPage, type PageState } from '../support/every-page-state.js';
import { type PageExample, pageExamples } from '../support/page-examples.js';
import { PageVisitor } from '../support/page-visitor.js';

/** What no checker of the house finds, and those of others do. */
describe('The markup of every page', () => {
  let catalogue: Catalogue;
  let state: PageState;
  const pages = new Map<string, string>();
  beforeAll(async () => {
    catalogue = await startCatalogue('better-sqlite3');
    state = await loadEveryPage(catalogue);
    const visitors = new Map<PageExample['as'], PageVisitor>();
    for (const { as, path, act } of Object.values(pageExamples(state)).flat()) {
      if (act || as === 'newcomer') continue;
      let visitor = visitors.get(as);
      if (!visitor) {
        visitor = as === 'nobody' ? new PageVisitor(catalogue) : await PageVisitor.signedIn(catalogue, as);
        visitors.set(as, visitor);
      }
      pages.set(`${as} ${path}`, (await visitor.get(path)).text);
    }
  });
  afterAll(() => catalogue?.close());

  const faulty = (isFaulty: (html: string) => boolean) =>
    [...pages].filter(([, html]) => isFaulty(html)).map(([name]) => name);
  const elements = (html: string, name: string) =>
    [...html.matchAll(new RegExp(`<${name}[ >].*?</${name}>`, 'gs'))].map(([text]) => text);

  it('gives every form a button that sends it, also where a person may only look', () => {
    expect(pages.size).toBeGreaterThan(80);
    expect(
      faulty((html) => elements(html, 'form').some((form) => !/<button[^>]* type="submit"/.test(form))),
    ).toEqual([]);
  });

  it('gives every group of fields a legend', () => {
    expect(
      faulty((html) => elements(html, 'fieldset').some((fieldset) => !fieldset.includes('<legend'))),
    ).toEqual([]);
  });

  it('names the headings of each cell where a table has two rows of them', () => {
    const deep = (html: string) =>
      elements(html, 'table').filter((table) => /<thead.*<tr.*<tr.*<\/thead>/s.test(table));
    expect(faulty((html) => deep(html).length > 0)).not.toEqual([]);
    const lacks = (table: string) => {
      const ids = new Set([...table.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
      return [...table.matchAll(/<td[ >][^>]*/g)].some(([cell]) => {
        const named = / headers="([^"]+)"/.exec(cell)?.[1]?.split(' ') ?? [];
        return named.length < 2 || named.some((id) => !ids.has(id));
      });
    };
    expect(faulty((html) => deep(html).some(lacks))).toEqual([]);
  });

  it('says a change of level in words too', () => {
    const closing = pages.get(`inspector /desk/inspections/${state.openInspection}/close`)!;
    expect(closing).toContain('<span class="arrow"><span class="govuk-visually-hidden">sang</span></span>');
  });
});
