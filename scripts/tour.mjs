// `npm run tour`: starts the built application with the demonstration on a database of its own, works in it as its people do, and
// writes the pictures of README's tour to docs/tour/.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { checkNode, ensureBuilt, ensureInstalled, root } from './ensure-installed.mjs';
import { addressOf } from './server-address.mjs';

const PASSWORD = 'demopassword';
const PLACES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const WINDOW = { width: 1180, height: 860 };
/** Of WebP, which keeps text of a page this size sharp at some 50 KB. */
const QUALITY = 60;
const FOLDER = join(root, 'docs', 'tour');

/** Every picture: who sees it, where, what they did there, and where the picture begins. */
const PICTURES = [
  { name: 'home', path: '/' },
  { name: 'search', path: '/en/services?q=dang%20ky%20khai%20sinh' },
  { name: 'service', path: '/en/services/02635~2.000528' },
  { name: 'coverage', path: '/en/reports/coverage?compareWith=2012-06-30', from: 'main .plain-form + p' },
  { name: 'progress', path: '/en/progress/2012' },
  { name: 'worklist', as: 'clerk2', path: '/en/desk' },
  {
    name: 'declare',
    as: 'clerk2',
    path: '/en/desk/services/02635~2.000528/declare',
    async act(page) {
      await page.getByRole('radio', { name: 'Level 2' }).check();
      await page.getByRole('main').getByRole('button').first().click();
    },
  },
  { name: 'import', as: 'clerk2', path: '/en/desk/imports', act: sendSheet },
  { name: 'queue', as: 'inspector', path: '/en/desk/queue' },
  {
    name: 'sheet',
    as: 'inspector',
    path: '/en/desk/queue',
    act: (page) => page.locator('.result__act button').first().click(),
    from: '#check-publicPage',
  },
  { name: 'campaign', as: 'inspector', path: '/en/desk/campaigns/new', act: inspectCampaign },
  { name: 'plan', as: 'planner', path: '/en/desk/plans/2012' },
  {
    name: 'ledger',
    as: 'admin',
    path: '/en/desk/ledger?action=inspection.close',
    act: (page) => page.locator('.ledger-changes summary').first().click(),
    from: '.with-filters',
  },
];

checkNode();
ensureInstalled();
const executablePath = PLACES.find((path) => path && existsSync(path));
if (!executablePath) {
  console.error('No Chromium found: install it, or name its path in CHROMIUM.');
  process.exit(1);
}
ensureBuilt();
const folder = mkdtempSync(join(tmpdir(), 'catalogue-tour-'));
const server = spawn(process.execPath, [join(root, 'dist', 'main.js')], {
  cwd: folder,
  env: {
    ...process.env,
    PORT: '0',
    SEED: 'demo',
    DEMO_PASSWORD: PASSWORD,
    DATABASE_URL: `sqlite:${join(folder, 'catalog.sqlite')}`,
    LINK_CHECK_INTERVAL: 'off',
    LOG_LEVEL: 'error',
  },
});
try {
  await takePictures(await addressOf(server));
} finally {
  server.kill('SIGTERM');
  await new Promise((resolve) => server.once('close', resolve));
  rmSync(folder, { recursive: true, force: true });
}

async function takePictures(baseURL) {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const desks = new Map();
  mkdirSync(FOLDER, { recursive: true });
  for (const { name, as, path, act, from } of PICTURES) {
    if (!desks.has(as)) desks.set(as, await deskOf(browser, baseURL, as));
    const page = desks.get(as);
    await page.goto(path);
    await act?.(page);
    await page.waitForLoadState('networkidle');
    if (from)
      await page
        .locator(from)
        .first()
        .evaluate((element) => element.scrollIntoView());
    const file = join(FOLDER, `${name}.webp`);
    const session = await page.context().newCDPSession(page);
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
    writeFileSync(file, Buffer.from(data, 'base64'));
    console.log(
      `${file} (${(statSync(file).size / 1024).toFixed(0)} KB): ${page.url().replace(baseURL, '')}`,
    );
  }
  await browser.close();
}

async function deskOf(browser, baseURL, username) {
  const context = await browser.newContext({ baseURL, viewport: WINDOW });
  const page = await context.newPage();
  if (!username) return page;
  await page.goto('/en/sign-in');
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(PASSWORD);
  await page.getByRole('main').getByRole('button').first().click();
  await page.waitForURL('**/desk');
  return page;
}

/** A sheet as a clerk sends it: one service new, one with another address, one row with two errors. */
async function sendSheet(page) {
  const rows = [
    'Mã thủ tục;Cơ quan thực hiện;Mức độ;Địa chỉ trang thông tin',
    '2.000528;02635;1;https://example.gov.vn/thu-tuc/2.000528',
    '1.001193;02635;;https://example.gov.vn/thu-tuc/1.001193',
    '1,004884;02635;9;khong',
  ];
  const file = { name: 'bang.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) };
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('main').locator('form[method=post] .govuk-button').first().click();
}

/** Draws a sample of the services at level 2 and inspects the first of them, every fourth with something missing. */
async function inspectCampaign(page) {
  await page.locator('#name').fill('Level 2 of the departments, first quarter');
  await page.locator('#agencyLevel').selectOption('province');
  await page.locator('#level').selectOption('2');
  await page.locator('button[value=preview]').click();
  await page.locator('button[value=draw]').click();
  const campaign = page.url();
  const api = await apiOf(page, 'inspector');
  const { items } = await api('GET', `/campaigns/${campaign.split('/').at(-1)}/services?limit=40`);
  for (const [no, { serviceId, barredBy }] of items.entries()) {
    if (barredBy) continue;
    const { id } = await api('POST', '/inspections', { serviceId, method: 'online' });
    const { criteria } = await api('GET', `/services/${serviceId}/assessment`);
    const outcomes = criteria.map(({ id: criterion, outcome }) => {
      if (outcome === 'not_applicable') return { criterion, outcome, reason: 'The law asks for none' };
      const isMet = outcome === 'met' && !(no % 4 === 3 && criterion === 'printAccepted');
      return { criterion, outcome: isMet ? 'met' : 'not_met' };
    });
    await api('PATCH', `/inspections/${id}`, { outcomes });
    await api('POST', `/inspections/${id}/close`, {});
  }
  await page.goto(campaign);
}

/** Sends requests to the API as somebody of the demonstration. */
async function apiOf(page, username) {
  const base = `${new URL(page.url()).origin}/api/v1`;
  const send = async (token, method, path, body) => {
    const headers = { 'Content-Type': 'application/json', 'If-Match': '*' };
    if (token) headers.Authorization = `Bearer ${token}`;
    const answer = await fetch(base + path, { method, headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text);
  };
  const { token } = await send(null, 'POST', '/session', { username, password: PASSWORD });
  return (method, path, body) => send(token, method, path, body);
}
