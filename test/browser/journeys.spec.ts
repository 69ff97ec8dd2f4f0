import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf, CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from '../support/browser.js';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { coverageOnPage } from '../support/coverage-on-page.js';
import { loadSample, PASSWORD, tokenOf } from '../support/sample.js';
import { factsForLevel } from '../support/service-facts.js';

const ID = 'STP~1.001193';
/** Whether the focus is there, and can be seen to be. */
const isFocused = (element: { matches(selector: string): boolean }) => element.matches(':focus-visible');
/** Tab stops that a person may have to pass. */
const PATIENCE = 120;

const title = 'In a browser that runs no scripts';
describe.skipIf(CHROMIUM === undefined)(CHROMIUM ? title : `${title} (${WITHOUT_CHROMIUM})`, () => {
  let catalogue: Catalogue;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    catalogue = await startCatalogue('better-sqlite3');
    await loadSample(catalogue);
    const clerk = await ClerkDesk.of(catalogue, 'clerk');
    await clerk.post('/services', { agencyCode: 'STP', procedureCode: '1.001193' }).expect(201);
    await clerk.saveFacts(ID, factsForLevel(2));
    await clerk.post(`/services/${ID}/declarations`, { level: 2, effectiveFrom: '2026-03-02' }).expect(201);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await catalogue?.close();
  });
  async function open(): Promise<BrowserContext> {
    const context = await browser.newContext({ baseURL: addressOf(catalogue), javaScriptEnabled: false });
    page = await context.newPage();
    return context;
  }
  const main = () => page.getByRole('main');
  const heading = () => page.getByRole('heading', { level: 1 }).textContent();

  it('a citizen finds `dang ky khai sinh` in three clicks', async () => {
    const context = await open();
    await page.goto('/');
    await main().getByRole('searchbox').click();
    await page.keyboard.type('dang ky khai sinh');
    await main().getByRole('button', { name: 'Tìm' }).click();
    await main().getByRole('link', { name: 'Thủ tục đăng ký khai sinh', exact: true }).first().click();
    expect(await heading()).toBe('Thủ tục đăng ký khai sinh');
    expect(await main().textContent()).toContain('1.001193');
    await context.close();
  });

  it('a portal person filters the list and downloads just that, as many as the coverage report counts', async () => {
    const context = await open();
    await page.goto('/services');
    await main()
      .getByRole('radio', { name: /^Mức 2/ })
      .check();
    await main().getByLabel('Cơ quan', { exact: true }).selectOption('STP');
    await main().getByRole('button', { name: 'Lọc', exact: true }).click();
    const said = Number.parseInt((await page.getByRole('status').textContent())!, 10);
    const download = page.waitForEvent('download');
    await main().getByRole('link', { name: 'CSV', exact: true }).click();
    const file = await readFile(await (await download).path(), 'utf8');
    const rows: Record<string, string>[] = parse(file, { columns: true, bom: true });
    expect(rows.length).toBe(said);
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map((row) => `${row['agency_code']} ${row['level']}`))).toEqual(new Set(['STP 2']));
    expect((await coverageOnPage(page, 'STP')).exact[2]).toBe(rows.length);
    await context.close();
  });

  /** Goes on with Tab until the focus is there. */
  async function tabTo(place: Locator): Promise<void> {
    for (let stops = 0; stops < PATIENCE; stops += 1) {
      await page.keyboard.press('Tab');
      if (await place.evaluate(isFocused)) return;
    }
    throw new Error(`Nobody gets with Tab to ${place.toString()}`);
  }
  const pressEnter = () => Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  const enter = async (place: Locator): Promise<void> => {
    await tabTo(place);
    await pressEnter();
  };

  it('somebody without a mouse skips to the search, and opens the first that is found', async () => {
    const context = await open();
    await page.goto('/en/services');
    await page.keyboard.press('Tab');
    await pressEnter();
    await page.keyboard.press('Tab');
    await page.keyboard.type('luat su');
    await pressEnter();
    expect(page.url()).toContain('/en/services?q=luat+su');
    const first = main().locator('.result a').first();
    const name = await first.textContent();
    await enter(first);
    expect(await heading()).toBe(name);
    await context.close();
  });

  it('a clerk without a mouse signs in, is led to what is missing, and registers a procedure', async () => {
    const context = await open();
    await page.goto('/sign-in');
    await tabTo(page.getByLabel('Tên đăng nhập'));
    await page.keyboard.type('clerk');
    await tabTo(page.getByLabel('Mật khẩu'));
    await page.keyboard.type(PASSWORD);
    await pressEnter();
    await enter(main().getByRole('link', { name: 'Đăng ký thủ tục mới' }));
    await enter(main().getByRole('button', { name: 'Đăng ký', exact: true }));
    await enter(page.getByRole('alert').getByRole('link').first());
    await page.keyboard.type('Cấp giấy không dùng chuột');
    const field = main().getByLabel('Lĩnh vực');
    await tabTo(field);
    for (let steps = 0; steps < PATIENCE && (await field.inputValue()) !== 'ho-tich'; steps += 1)
      await page.keyboard.press('ArrowDown');
    await enter(main().getByRole('button', { name: 'Đăng ký', exact: true }));
    expect(await heading()).toBe('Cấp giấy không dùng chuột');
    await context.close();
  });

  it('an inspector draws a campaign, draws it again, inspects, lowers: one less reaches level 2', async () => {
    const context = await open();
    const value = await tokenOf(catalogue, 'inspector');
    await context.addCookies([{ name: 'session', value, url: addressOf(catalogue) }]);
    const before = (await coverageOnPage(page, 'STP')).exact;
    const press = (name: string | RegExp) => main().getByRole('button', { name }).first().click();

    await page.goto('/desk/campaigns');
    await main().getByRole('button', { name: 'Rút mẫu cho đợt kiểm tra mới' }).click();
    await main().getByLabel('Tên đợt kiểm tra').fill('Mức 2 của Sở Tư pháp');
    await main().getByLabel('Cơ quan', { exact: true }).selectOption('STP');
    await main().getByLabel('Mức tự khai', { exact: true }).selectOption('2');
    await main().getByLabel('Sai số chấp nhận được, %').fill('20');
    await press('Xem trước cỡ mẫu');
    await press(/^Rút \d+ dịch vụ/);
    expect(await heading()).toBe('Mức 2 của Sở Tư pháp');
    const campaign = new URL(page.url()).pathname;
    await press('Rút lại để đối chiếu');
    expect(await main().getByRole('status').textContent()).toContain('Rút lại ra đúng');

    await page.goto('/desk/queue?agency=STP&reason=drawn_by_campaign');
    await main()
      .locator('form', { has: page.locator(`input[value="${ID}"]`) })
      .getByRole('button')
      .click();
    for (const group of await main().getByRole('group', { name: 'Kết quả kiểm tra' }).all())
      await group.getByRole('radio', { name: 'đạt', exact: true }).check();
    const check = page.locator('#check-printAccepted');
    await check.getByRole('radio', { name: 'không đạt' }).check();
    await check.getByText('Ghi chú, minh chứng').click();
    await check.getByLabel('Ghi chú', { exact: true }).fill('Không nhận bản in');
    await press('Lưu, và sang bước kết thúc');
    await press('Kết thúc kiểm tra');
    expect(await page.getByRole('status').textContent()).toContain('Đã kết thúc kiểm tra');

    await page.goto(`${campaign}?outcome=over_claimed`);
    expect(await main().locator('.campaign-drawn').count()).toBe(1);
    expect((await coverageOnPage(page, 'STP')).exact).toEqual({
      ...before,
      1: before[1] + 1,
      2: before[2] - 1,
    });
    await context.close();
  });
});
