import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf, CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from '../support/browser.js';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { coverageOnPage } from '../support/coverage-on-page.js';
import { loadSample, PASSWORD } from '../support/sample.js';

const HEADER = 'Mã thủ tục;Cơ quan thực hiện;Mức độ;Địa chỉ trang thông tin';
const NEW_NAME = 'Cấp giấy xác nhận thử nghiệm';

const title = 'A clerk with a sheet and a browser';
describe.skipIf(CHROMIUM === undefined)(CHROMIUM ? title : `${title} (${WITHOUT_CHROMIUM})`, () => {
  let catalogue: Catalogue;
  let browser: Browser;
  let folder: string;
  let page: Page;
  const open = async (): Promise<void> => {
    const context = await browser.newContext({ baseURL: addressOf(catalogue), javaScriptEnabled: false });
    const first = await context.newPage();
    await first.goto('/sign-in');
    await first.getByLabel('Tên đăng nhập').fill('clerk');
    await first.getByLabel('Mật khẩu').fill(PASSWORD);
    await first.getByRole('main').getByRole('button').click();
    page = first;
  };
  beforeAll(async () => {
    catalogue = await startCatalogue('better-sqlite3');
    await loadSample(catalogue);
    browser = await openBrowser();
    folder = await mkdtemp(join(tmpdir(), 'sheets-'));
  });
  afterAll(async () => {
    await browser?.close();
    await catalogue?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const press = (name: string) => page.getByRole('main').getByRole('button', { name }).click();
  const send = async (name: string, content: string): Promise<void> => {
    const path = join(folder, name);
    await writeFile(path, content);
    await page.goto('/desk/imports');
    await page.getByLabel('Tệp', { exact: true }).setInputFiles(path);
    await press('Gửi và xem trước');
  };
  const counted = async (): Promise<number> => (await coverageOnPage(page, 'STP')).total;

  it('imports a sheet with errors, mends the file that is handed back, and the count changes', async () => {
    await open();
    const before = await counted();
    await send('bang.csv', `${HEADER}\n1.001193;Sở Tư pháp;;\n1.004884;Sở Tư pháp;4;\n`);
    expect(await page.getByRole('cell', { name: 'Mức độ phải là 1, 2 hoặc 3' }).count()).toBe(1);
    expect(await page.getByRole('button', { name: 'Ghi vào danh mục' }).count()).toBe(0);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Bảng của bạn kèm lỗi (CSV)' }).click();
    const sheet = await readFile(await (await download).path(), 'utf8');
    expect(sheet).toContain('1.004884,Sở Tư pháp,4,');
    await send('bang-da-sua.csv', sheet.replace('1.004884,Sở Tư pháp,4,', '1.004884,Sở Tư pháp,,'));
    await press('Ghi vào danh mục');
    await page.getByRole('alert').getByRole('link').click();
    await page.getByRole('checkbox', { name: 'Tôi đã xem' }).check();
    await press('Ghi vào danh mục');
    expect(await page.getByRole('status').textContent()).toContain('2 dịch vụ mới');
    expect(await counted()).toBe(before + 2);
  });

  it('registers a procedure from nothing', async () => {
    await page.goto('/desk');
    await page.getByRole('link', { name: 'Đăng ký thủ tục mới' }).click();
    await page.getByLabel('Tên thủ tục', { exact: true }).fill(NEW_NAME);
    await page.getByLabel('Lĩnh vực').selectOption('ho-tich');
    await press('Đăng ký');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(NEW_NAME);
    await page.getByRole('link', { name: 'Kết quả', exact: true }).click();
    await page.getByLabel('Kết quả thực hiện').fill('Giấy xác nhận');
    await press('Lưu phần này');
    expect(await page.getByRole('status').textContent()).toContain('Đã lưu');
    await page.context().close();
  });
});
