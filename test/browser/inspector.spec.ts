import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf, CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from '../support/browser.js';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { coverageOnPage } from '../support/coverage-on-page.js';
import { loadSample, PASSWORD } from '../support/sample.js';
import { factsForLevel } from '../support/service-facts.js';

const ID = 'STP~1.001193';
const SHEET = `/desk/inspections/${ID}~i1`;

/** The element that has the focus where the bar of buttons lies over it; `end` where it is in the bar. */
const WHAT_THE_BAR_HIDES = `(() => {
  const [bar, focused] = [document.querySelector('.save-bar'), document.activeElement];
  if (bar.contains(focused)) return 'end';
  const isOver = focused.getBoundingClientRect().bottom > bar.getBoundingClientRect().top;
  return isOver ? focused.outerHTML : '';
})()`;

const title = 'An inspector with a browser that runs no scripts';
describe.skipIf(CHROMIUM === undefined)(CHROMIUM ? title : `${title} (${WITHOUT_CHROMIUM})`, () => {
  let catalogue: Catalogue;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    catalogue = await startCatalogue('better-sqlite3');
    await loadSample(catalogue);
    const clerk = await ClerkDesk.of(catalogue, 'clerk');
    await clerk.post('/services', { agencyCode: 'STP', procedureCode: '1.001193' }).expect(201);
    await clerk.saveFacts(ID, factsForLevel(3));
    await clerk.post(`/services/${ID}/declarations`, { level: 3, effectiveFrom: '2026-03-02' }).expect(201);
    browser = await openBrowser();
    page = await signedIn('inspector');
  });
  afterAll(async () => {
    await browser?.close();
    await catalogue?.close();
  });

  async function signedIn(username: string): Promise<Page> {
    const context = await browser.newContext({
      baseURL: addressOf(catalogue),
      javaScriptEnabled: false,
      viewport: { width: 768, height: 900 },
    });
    const opened = await context.newPage();
    await opened.goto('/sign-in');
    await opened.getByLabel('Tên đăng nhập').fill(username);
    await opened.getByLabel('Mật khẩu').fill(PASSWORD);
    await opened.getByRole('main').getByRole('button', { name: 'Đăng nhập' }).click();
    return opened;
  }
  const main = () => page.getByRole('main');
  const press = (name: string) => main().getByRole('button', { name, exact: true }).click();
  const heading = () => page.getByRole('heading', { level: 1 }).textContent();
  const atLevelThree = async (): Promise<number> => (await coverageOnPage(page, 'STP')).exact[3];

  /** What the keyboard comes to on the sheet without its being seen: the bar of buttons lies over it. */
  async function hiddenUnderTheBar(): Promise<string[]> {
    const hidden: string[] = [];
    await main().getByRole('radio').first().focus();
    for (let presses = 0; presses < 200; presses += 1) {
      await page.keyboard.press('Tab');
      const seen = (await page.evaluate(WHAT_THE_BAR_HIDES)) as string;
      if (seen === 'end') return hidden;
      if (seen !== '') hidden.push(seen);
    }
    throw new Error('The bar was not reached');
  }

  it('takes the first of the queue, finds a dead page and closes: level 2 is published and counted', async () => {
    const before = await atLevelThree();
    await page.goto('/desk');
    await page.getByText('Mọi mục').click();
    await page.getByRole('link', { name: 'Cần kiểm tra' }).click();
    await page.getByLabel('Cơ quan').selectOption('STP');
    await press('Lọc');
    await main().getByRole('button', { name: 'Thủ tục đăng ký khai sinh' }).first().click();
    expect(page.url()).toContain(SHEET);

    for (const group of await main().getByRole('group', { name: 'Kết quả kiểm tra' }).all())
      await group.getByRole('radio', { name: 'đạt', exact: true }).check();
    const check = page.locator('#check-statusOnline');
    await check.getByRole('radio', { name: 'không đạt' }).check();
    await check.getByText('Ghi chú, minh chứng').click();
    await check.getByLabel('Ghi chú', { exact: true }).fill('Trang tra cứu không mở được');
    await press('Lưu');
    const standing = page.locator('#standing');
    expect(await standing.textContent()).toContain('đã ghi 20/20 tiêu chí');
    expect(await standing.locator('.level').nth(2).textContent()).toBe('Mức 2');

    expect(await hiddenUnderTheBar()).toEqual([]);

    await press('Lưu, và sang bước kết thúc');
    expect(await heading()).toBe('Kết thúc kiểm tra');
    expect(await main().getByRole('textbox', { name: 'Kiến nghị 1' }).inputValue()).toContain(
      'Trang tra cứu không mở được',
    );
    await press('Kết thúc kiểm tra');
    expect(await page.getByRole('status').textContent()).toContain('Đã kết thúc kiểm tra');

    await page.getByRole('link', { name: 'Trang công khai của dịch vụ' }).click();
    expect(await page.locator('.standing__level').textContent()).toMatch(/Mức 2\s+đã kiểm tra/);
    expect(await main().getByRole('link', { name: 'Nộp hồ sơ trực tuyến' }).count()).toBe(0);
    expect(await main().locator('.govuk-button').count()).toBe(0);
    const stated = main().getByRole('link', { name: 'Địa chỉ nộp trực tuyến do cơ quan nêu' });
    expect(await stated.getAttribute('href')).toBe('https://example.gov.vn/nop/1');
    expect(await page.locator('.standing').textContent()).toContain('thấy dịch vụ chưa đạt mức 3');
    expect(await atLevelThree()).toBe(before - 1);
  });

  it('is answered by the clerk, who was told', async () => {
    const inspectors = page;
    page = await signedIn('clerk');
    expect(await page.getByText('Mọi mục').textContent()).toMatch(/1\s+chưa đọc/);
    await main().getByRole('link', { name: 'Trang tra cứu không mở được' }).click();
    await main().getByLabel('Nội dung trả lời').fill('Đã sửa trang tra cứu');
    await press('Gửi trả lời');
    expect(await page.getByRole('status').textContent()).toContain('Đã gửi trả lời');
    await page.context().close();

    page = inspectors;
    await page.goto('/desk');
    await page.getByRole('link', { name: 'Kiến nghị đã trả lời' }).click();
    await main().getByRole('link', { name: 'Trang tra cứu không mở được' }).click();
    expect(await main().textContent()).toContain('Đã sửa trang tra cứu');
    await press('Kết thúc kiến nghị');
    expect(await page.getByRole('status').textContent()).toContain('Đã kết thúc kiến nghị');
  });
});
