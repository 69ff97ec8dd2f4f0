import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.js';
import { addressOf, CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from '../support/browser.js';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { loadSample, PASSWORD } from '../support/sample.js';

const HEADER = 'Mã thủ tục;Cơ quan thực hiện;Mức độ;Địa chỉ trang thông tin';
const NEW_NAME = 'Cấp giấy xác nhận thử nghiệm';

const title = 'A clerk with a sheet and a browser';
describe.skipIf(CHROMIUM === undefined)(CHROMIUM ? title : `${title} (${WITHOUT_CHROMIUM})`, () => {
  let catalogue: Catalogue;
  let browser: Browser;
  let folder: string;
  let page: Page;
  let run: string;
  let draft: string;
  const open = async (javaScriptEnabled: boolean): Promise<BrowserContext> => {
    const context = await browser.newContext({ baseURL: addressOf(catalogue), javaScriptEnabled });
    const first = await context.newPage();
    await first.goto('/sign-in');
    await first.getByLabel('Tên đăng nhập').fill('clerk');
    await first.getByLabel('Mật khẩu').fill(PASSWORD);
    await first.getByRole('main').getByRole('button').click();
    page = first;
    return context;
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
  /** Services of the agency in the coverage report. */
  const counted = async (): Promise<number> => {
    await page.goto('/reports/coverage?agency=STP');
    const cells = await page
      .getByRole('row', { name: /Tổng|Sở Tư pháp/ })
      .first()
      .getByRole('cell')
      .allTextContents();
    return Number(cells.map((cell) => cell.trim()).find((cell) => /^\d+$/.test(cell)));
  };

  it('imports a sheet with errors, mends the file that is handed back, and the count changes', async () => {
    await open(false);
    const before = await counted();
    await send('bang.csv', `${HEADER}\n1.001193;Sở Tư pháp;;\n1.004884;Sở Tư pháp;4;\n`);
    expect(await page.getByRole('cell', { name: 'Mức độ phải là 1, 2 hoặc 3' }).count()).toBe(1);
    expect(await page.getByRole('button', { name: 'Ghi vào danh mục' }).count()).toBe(0);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Bảng của bạn kèm lỗi (CSV)' }).click();
    const sheet = await readFile(await (await download).path(), 'utf8');
    expect(sheet).toContain('1.004884,Sở Tư pháp,4,');
    await send('bang-da-sua.csv', sheet.replace('1.004884,Sở Tư pháp,4,', '1.004884,Sở Tư pháp,,'));
    run = new URL(page.url()).pathname;
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
    draft = new URL(page.url()).pathname;
    await page.getByRole('link', { name: 'Kết quả', exact: true }).click();
    await page.getByLabel('Kết quả thực hiện').fill('Giấy xác nhận');
    await press('Lưu phần này');
    expect(await page.getByRole('status').textContent()).toContain('Đã lưu');
    await page.context().close();
  });

  it('finds every page accessible and within its screen, in both languages', async () => {
    await open(true);
    const paths = ['/desk', '/desk/services', '/desk/imports', run, `${run}/changes?kind=create`];
    await send('sai.csv', `${HEADER}\n1,001193;Sở Tư pháp;9;khong\n`);
    paths.push(new URL(page.url()).pathname, `${new URL(page.url()).pathname}/issues?kind=error`);
    await send('doan.csv', `${HEADER}\n1,004884;Sở Tư pháp;;https://example.gov.vn/1\n`);
    paths.push(new URL(page.url()).pathname);
    for (const path of ['new', 'closed', 'STP~1.001193/life']) paths.push(`/desk/services/${path}`);
    paths.push(`${draft}/preview`);
    const found: Record<string, unknown> = {};
    for (const path of paths.flatMap((one) => [one, `/en${one}`])) {
      await page.setViewportSize({ width: 360, height: 800 });
      await page.goto(path);
      const width = await page.evaluate('document.documentElement.scrollWidth');
      const faults = await accessibilityFaults(page);
      if (width !== 360 || faults.length > 0) found[path] = { width, faults };
    }
    expect(found).toEqual({});
  });
});
