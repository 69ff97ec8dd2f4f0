import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf, CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from '../support/browser.js';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { loadSample, PASSWORD } from '../support/sample.js';
import { factsForLevel } from '../support/service-facts.js';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const ID = 'STP~1.001193';
const SHEET = `/desk/inspections/${ID}~i1`;
const FINDING = `/desk/findings/${ID}~i1~f1`;

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
    page = await signedIn('inspector', false);
  });
  afterAll(async () => {
    await browser?.close();
    await catalogue?.close();
  });

  async function signedIn(username: string, javaScriptEnabled: boolean): Promise<Page> {
    const context = await browser.newContext({
      baseURL: addressOf(catalogue),
      javaScriptEnabled,
      // The tool that looks at pages is no script of theirs.
      bypassCSP: javaScriptEnabled,
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
  const atLevelThree = async (): Promise<number> =>
    (await catalogue.http().get('/api/v1/reports/coverage?agency=STP').expect(200)).body.totals.atLeast['3'];

  it('takes the first of the queue, finds a dead page and closes: level 2 is published and counted', async () => {
    const before = await atLevelThree();
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

    await press('Lưu, và sang bước kết thúc');
    expect(await heading()).toBe('Kết thúc kiểm tra');
    expect(await main().getByRole('textbox', { name: 'Kiến nghị 1' }).inputValue()).toContain(
      'Trang tra cứu không mở được',
    );
    await press('Kết thúc kiểm tra');
    expect(await page.getByRole('status').textContent()).toContain('Đã kết thúc kiểm tra');

    await page.getByRole('link', { name: 'Trang công khai của dịch vụ' }).click();
    expect(await page.locator('.standing__level').textContent()).toMatch(/Mức 2\s+đã kiểm tra/);
    expect(await atLevelThree()).toBe(before - 1);
  });

  it('is answered by the clerk, who was told', async () => {
    const inspectors = page;
    page = await signedIn('clerk', false);
    expect(await page.getByRole('link', { name: /Thông báo 1\s+chưa đọc/ }).count()).toBe(1);
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

  it('has pages without a fault of accessibility that axe finds, in both languages, that fit a phone', async () => {
    const clerk = await ClerkDesk.of(catalogue, 'clerk');
    await clerk.post('/services', { agencyCode: 'STP', procedureCode: '1.004884' }).expect(201);
    await clerk.saveFacts('STP~1.004884', factsForLevel(3));
    await clerk
      .post('/services/STP~1.004884/declarations', { level: 3, effectiveFrom: '2026-03-02' })
      .expect(201);
    await page.goto('/desk/queue?agency=STP');
    await main().getByRole('button', { name: 'Thủ tục đăng ký lại khai sinh' }).first().click();
    const open = '/desk/inspections/STP~1.004884~i1';
    const visits: [string, string[]][] = [
      [
        'inspector',
        [
          '/desk',
          '/desk/queue',
          '/desk/queue?agency=VPUB&reason=stale',
          '/desk/inspections',
          SHEET,
          open,
          `${open}/close`,
          `${open}/attach?criterion=statusOnline`,
          `${open}/print`,
          `/desk/services/${ID}/blank-sheet`,
          '/desk/findings',
          FINDING,
          '/desk/notifications',
        ],
      ],
      ['clerk', ['/desk', '/desk/findings?state=open', FINDING, '/desk/notifications', SHEET]],
    ];
    const found: Record<string, unknown> = {};
    for (const [username, paths] of visits) {
      const visitor = await signedIn(username, true);
      for (const path of paths.flatMap((one) => [one, `/en${one}`])) {
        await visitor.setViewportSize({ width: 1280, height: 900 });
        await visitor.goto(path);
        await visitor.evaluate(axe.source);
        const faults = await visitor.evaluate(async (rules) => {
          const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
          const { violations } = await axe.run({ runOnly: rules });
          return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).slice(0, 3)}`);
        }, RULES);
        await visitor.setViewportSize({ width: 320, height: 900 });
        const width = await visitor.evaluate('document.documentElement.scrollWidth');
        const hasGaps = (await visitor.content()).includes('⟦');
        if (faults.length > 0 || (width as number) > 320 || hasGaps)
          found[`${username} ${path}`] = { faults, width, hasGaps };
      }
      await visitor.context().close();
    }
    expect(found).toEqual({});
  });
});
