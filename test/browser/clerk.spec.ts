import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf, CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from '../support/browser.js';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { coverageOnPage } from '../support/coverage-on-page.js';
import { loadSample, PASSWORD } from '../support/sample.js';

const ID = 'STP~1.001193';

const title = 'A clerk with a browser that runs no scripts';
describe.skipIf(CHROMIUM === undefined)(CHROMIUM ? title : `${title} (${WITHOUT_CHROMIUM})`, () => {
  let catalogue: Catalogue;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    catalogue = await startCatalogue('better-sqlite3');
    await loadSample(catalogue);
    const desk = await ClerkDesk.of(catalogue, 'clerk');
    await desk.post('/services', { agencyCode: 'STP', procedureCode: '1.001193' }).expect(201);
    browser = await openBrowser();
    const context = await browser.newContext({
      baseURL: addressOf(catalogue),
      javaScriptEnabled: false,
      viewport: { width: 768, height: 900 },
    });
    page = await context.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await catalogue?.close();
  });

  const press = (name: string) => page.getByRole('main').getByRole('button', { name }).click();
  /** The answer to a part of the form of facts. */
  const answer = (part: string, choice: string) =>
    page.getByRole('group', { name: part }).getByRole('radio', { name: choice, exact: true }).check();

  it('signs in, on the way to the page that was asked for', async () => {
    await page.goto('/desk/services?heldBackBy=publicPage');
    await page.getByLabel('Tên đăng nhập').fill('clerk');
    await page.getByLabel('Mật khẩu').fill('wrong');
    await press('Đăng nhập');
    await page.getByRole('alert').getByRole('link').click();
    expect(await page.getByLabel('Tên đăng nhập').inputValue()).toBe('clerk');
    await page.getByLabel('Mật khẩu').fill(PASSWORD);
    await press('Đăng nhập');
    expect(page.url()).toMatch(/\/desk\/services\?heldBackBy=publicPage$/);
  });

  it('is refused a level, follows the link to what is missing, mends it and declares', async () => {
    const listed = page.url();
    const before = await coverageOnPage(page, 'STP');
    await page.goto(listed);
    await page.locator(`a[href="/desk/services/${ID}"]`).click();
    await page.getByRole('link', { name: 'Tự khai mức độ' }).click();
    await page.getByRole('radio', { name: 'Mức 1' }).check();
    await press('Khai mức này');
    const alert = page.getByRole('alert');
    expect(await alert.textContent()).toContain('Chưa khai được mức 1');
    const missing = await alert.getByRole('link').allTextContents();
    expect(missing).toContain('Trang thông tin công khai');
    await alert.getByRole('link', { name: 'Trang thông tin công khai' }).click();
    expect(page.url()).toMatch(/#publicPage-state$/);

    for (const title of missing) await answer(title, 'Có');
    await answer('Yêu cầu, điều kiện', 'Không áp dụng');
    await answer('Trang thông tin công khai', 'Có');
    await page.locator('#publicPage-urls').fill('không phải địa chỉ');
    await press('Lưu hiện trạng');
    const summary = page.locator('.govuk-error-summary');
    expect(await summary.getByRole('link').count()).toBe(2);
    expect(await page.locator('#publicPage-urls').inputValue()).toBe('không phải địa chỉ');
    await page.locator('#publicPage-urls').fill('https://example.gov.vn/thu-tuc/1');
    await page.locator('#requirements-reason').fill('Pháp luật không quy định');
    await press('Lưu hiện trạng');
    expect(await page.locator('#standing .level').last().textContent()).toContain('Mức 1');

    await page.getByRole('link', { name: 'Tự khai mức độ' }).click();
    await page.getByRole('radio', { name: 'Mức 1' }).check();
    await press('Khai mức này');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Đã ghi nhận mức tự khai');
    await page.goto(`/services/${ID}`);
    expect(await page.locator('.level--1').count()).toBeGreaterThan(0);
    const after = await coverageOnPage(page, 'STP');
    expect(after.exact[1]).toBe(before.exact[1] + 1);
    expect(after.total).toBe(before.total);
  });

  it('signs out', async () => {
    await page.getByRole('button', { name: 'Đăng xuất' }).click();
    await page.goto('/desk');
    expect(page.url()).toContain('/sign-in');
  });
});
