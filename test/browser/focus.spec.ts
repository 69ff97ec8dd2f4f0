import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf, CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from '../support/browser.js';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { loadSample } from '../support/sample.js';

const title = 'Where the keyboard is';

describe.skipIf(CHROMIUM === undefined)(CHROMIUM ? title : `${title} (${WITHOUT_CHROMIUM})`, () => {
  let catalogue: Catalogue;
  let browser: Browser;
  beforeAll(async () => {
    catalogue = await startCatalogue('better-sqlite3');
    await loadSample(catalogue);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await catalogue?.close();
  });

  it('is seen at every stop within a date, the calendar button of the browser among them', async () => {
    const page = await browser.newPage();
    await page.goto(`${addressOf(catalogue)}/reports/over-claims`);
    const date = page.locator('#asOf');
    await date.focus();
    const rings: string[] = [];
    while (await page.evaluate("document.activeElement.id === 'asOf'")) {
      rings.push(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle'));
      await page.keyboard.press('Tab');
    }
    // Day, month, year and the button.
    expect(rings).toEqual(['solid', 'solid', 'solid', 'solid']);
  });
});
