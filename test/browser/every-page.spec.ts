import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, faultsOfNarrowWindow } from '../support/accessibility.js';
import { addressOf, CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from '../support/browser.js';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { enrolSecondFactor, loadEveryPage, type PageState } from '../support/every-page-state.js';
import { faultsOfHtml, HAS_JAVA, WITHOUT_JAVA } from '../support/html-validity.js';
import { NOT_PAGES, type PageExample, pageExamples, type Visitor } from '../support/page-examples.js';
import { pageRoutes } from '../support/page-routes.js';
import { SWEEP_LIMIT_MS } from '../support/patience.js';
import { tokenOf } from '../support/sample.js';

const PHONE = { width: 320, height: 800 };
const DESK = { width: 1280, height: 900 };
/** Bytes over the wire. */
const FIRST_VIEW_AT_MOST = 150_000;

describe('Every page', () => {
  let catalogue: Catalogue;
  let state: PageState;
  /** What the server sent, by who asked for what. */
  const documents = new Map<string, string>();
  beforeAll(async () => {
    catalogue = await startCatalogue('better-sqlite3', {
      SESSION_SECRET: 'a secret of the sweep, long enough',
    });
    state = await loadEveryPage(catalogue);
    await enrolSecondFactor(catalogue, 'planner');
  });
  afterAll(() => catalogue?.close());

  it('of the running application is known to this test: a new route goes to test/support/page-examples.ts', () => {
    const known = [...Object.keys(pageExamples(state)), ...Object.keys(NOT_PAGES)].sort();
    expect(known).toEqual(pageRoutes(catalogue.app));
  });

  const title = 'in a browser, in both languages';
  describe.skipIf(CHROMIUM === undefined)(CHROMIUM ? title : `${title} (${WITHOUT_CHROMIUM})`, () => {
    let browser: Browser;
    const windows = new Map<Visitor, Page>();
    beforeAll(async () => void (browser = await openBrowser()));
    afterAll(() => browser?.close());

    /** What the browser complains of, on the page that is open. */
    const noticed: string[] = [];

    /** One window for each person, as on their desks. */
    async function windowOf(visitor: Visitor): Promise<Page> {
      const open = windows.get(visitor);
      if (open) return open;
      const address = addressOf(catalogue);
      const context = await browser.newContext({ baseURL: address });
      if (visitor !== 'nobody') {
        const value = await tokenOf(catalogue, visitor);
        await context.addCookies([{ name: 'session', value, url: address }]);
      }
      const page = await context.newPage();
      page.on('request', (request) => {
        const { protocol, origin } = new URL(request.url());
        if (protocol.startsWith('http') && origin !== address) noticed.push(`asks ${origin}`);
      });
      page.on('response', (response) => {
        if (response.status() >= 400 && !response.request().isNavigationRequest())
          noticed.push(`lacks ${response.url()}`);
      });
      page.on('console', (message) => {
        // A page that says what is wrong has such a status itself.
        if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
          noticed.push(`console: ${message.text()}`);
      });
      page.on('pageerror', (error) => noticed.push(`script: ${error.message}`));
      windows.set(visitor, page);
      return page;
    }

    /** Opens a page and says everything that is wrong with it. */
    async function faultsOf(example: PageExample, path: string, name: string): Promise<string[]> {
      const page = await windowOf(example.as);
      noticed.length = 0;
      await page.setViewportSize(DESK);
      let answer = await page.goto(path);
      if (example.act) [answer] = await Promise.all([page.waitForNavigation(), example.act(page)]);
      const html = await answer!.text();
      documents.set(name, html);
      const faults = await accessibilityFaults(page, example.alike ? [example.alike] : []);
      if (answer!.status() >= 500) faults.push(`answers ${answer!.status()}`);
      if (html.includes('⟦')) faults.push('has a text without words');
      await page.setViewportSize(PHONE);
      const width = (await page.evaluate('document.documentElement.scrollWidth')) as number;
      if (width > PHONE.width) faults.push(`is ${width} pixels wide on a phone`);
      faults.push(...(await faultsOfNarrowWindow(page)));
      return [...faults, ...noticed];
    }

    it(
      'has no fault that axe finds, fits a phone, has all its words, keeps its policy and asks no other host',
      async () => {
        const found: Record<string, string[]> = {};
        for (const example of Object.values(pageExamples(state)).flat()) {
          for (const path of [example.path, `/en${example.path}`]) {
            // The reference of the API speaks both languages at one address.
            if (path === '/en/api') continue;
            const name = `${example.as} ${path}${example.act ? ' (sent)' : ''}`;
            const faults = await faultsOf(example, path, name).catch((error: Error) => [error.message]);
            if (faults.length > 0) found[name] = faults;
          }
        }
        expect(found).toEqual({});
      },
      SWEEP_LIMIT_MS,
    );

    it('of the list weighs less than 150 KB at first view, fonts included', async () => {
      const context = await browser.newContext({ baseURL: addressOf(catalogue), viewport: DESK });
      const page = await context.newPage();
      const network = await context.newCDPSession(page);
      const weights: number[] = [];
      network.on('Network.loadingFinished', ({ encodedDataLength }) => weights.push(encodedDataLength));
      await network.send('Network.enable');
      await page.goto('/services?limit=50', { waitUntil: 'networkidle' });
      expect(await page.locator('.result').count()).toBe(50);
      await context.close();
      // The page, its style and script, and a file of the font at least.
      expect(weights.length).toBeGreaterThan(3);
      expect(weights.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(FIRST_VIEW_AT_MOST);
    });

    const validity = 'is valid HTML';
    it.skipIf(!HAS_JAVA)(HAS_JAVA ? validity : `${validity} (${WITHOUT_JAVA})`, () => {
      expect(documents.size).toBeGreaterThan(100);
      expect(faultsOfHtml(documents)).toEqual({});
    });
  });
});
