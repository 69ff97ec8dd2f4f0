import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.js';
import { addressOf, CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from '../support/browser.js';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { loadWithEditions, pages } from '../support/pages.js';

const title = 'The public pages in a browser';
describe.skipIf(CHROMIUM === undefined)(CHROMIUM ? title : `${title} (${WITHOUT_CHROMIUM})`, () => {
  let catalogue: Catalogue;
  let browser: Browser;
  let base: string;
  let paths: string[];
  beforeAll(async () => {
    catalogue = await startCatalogue('better-sqlite3');
    await loadWithEditions(catalogue);
    paths = await pages(catalogue);
    browser = await openBrowser();
    base = addressOf(catalogue);
  });
  afterAll(async () => {
    await browser?.close();
    await catalogue?.close();
  });

  async function onEveryPage(
    width: number,
    look: (page: Page, path: string) => Promise<void>,
  ): Promise<void> {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    for (const path of paths) {
      await page.goto(`${base}${path}`);
      await look(page, path);
    }
    await page.close();
  }

  it('have no fault of accessibility that axe finds', async () => {
    const found: Record<string, string[]> = {};
    await onEveryPage(1280, async (page, path) => {
      const faults = await accessibilityFaults(page);
      if (faults.length > 0) found[path] = faults;
    });
    expect(found).toEqual({});
  });

  it('fit a screen of 320 pixels without scrolling sideways', async () => {
    await onEveryPage(320, async (page, path) => {
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect(width, path).toBeLessThanOrEqual(320);
    });
  });

  it('keep to their own policy', async () => {
    const refused: string[] = [];
    const page = await browser.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') refused.push(message.text());
    });
    for (const path of paths) await page.goto(`${base}${path}`);
    expect(refused).toEqual([]);
    await page.close();
  });

  it('can be searched with the keyboard and without any script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${base}/en`);
    await page.focus('#q');
    await page.keyboard.type('luat su');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/en/services?q=luat+su');
    expect(await page.locator('.result a').count()).toBeGreaterThan(0);
    await context.close();
  });
});
