import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.js';
import { addressOf, CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from '../support/browser.js';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { loadSample, PASSWORD } from '../support/sample.js';

const PAGES = [
  'plans',
  'plans/2026',
  'plans/2027',
  'plans/2026/add/count',
  'plans/2026/add/service',
  'indicators',
  'indicators/OPS-01',
  'accounts',
  'accounts/clerk',
  'keys',
  'agencies',
  'agencies/STP',
  'schemes',
  'schemes/nd43-2011',
  'schemes/ozg-1.1',
  'ledger',
  'ledger/1',
  'ledger?from=2026-03-03&to=2026-03-02',
  'ledger/verify',
];

/** Pixels of a narrow telephone. */
const WIDTH = 360;

const title = 'The pages of the plan owner and the administrator in a browser';
describe.skipIf(CHROMIUM === undefined)(CHROMIUM ? title : `${title} (${WITHOUT_CHROMIUM})`, () => {
  let catalogue: Catalogue;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    catalogue = await startCatalogue('better-sqlite3');
    await loadSample(catalogue);
    const admin = await ClerkDesk.of(catalogue, 'admin');
    const line = { kind: 'count', title: 'Hai mươi dịch vụ', level: 3, target: 20, dueDate: '2026-11-30' };
    await admin.post('/plans/2026/lines', line).expect(201);
    await admin.post('/keys', { name: 'Cổng của tỉnh', role: 'reader' }).expect(201);
    browser = await openBrowser();
    // The tool that looks at pages is no script of theirs.
    const context = await browser.newContext({
      baseURL: addressOf(catalogue),
      bypassCSP: true,
      viewport: { width: WIDTH, height: 800 },
    });
    page = await context.newPage();
    await page.goto('/sign-in');
    await page.getByLabel('Tên đăng nhập').fill('admin');
    await page.getByLabel('Mật khẩu').fill(PASSWORD);
    await page.getByRole('main').getByRole('button', { name: 'Đăng nhập' }).click();
  });
  afterAll(async () => {
    await browser?.close();
    await catalogue?.close();
  });

  it.each(['', '/en'])('have no fault that axe finds and fit a narrow screen (%s/desk)', async (language) => {
    for (const path of PAGES) {
      await page.goto(`${language}/desk/${path}`);
      expect(await accessibilityFaults(page), path).toEqual([]);
      const scroll = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect(scroll, path).toBeLessThanOrEqual(WIDTH);
    }
  });
});
