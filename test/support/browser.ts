import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import type { Catalogue } from './catalogue.js';
import { PATIENCE_MS } from './patience.js';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a browser is; `CHROMIUM` names another place. Undefined: tests in a browser are left out. */
export const CHROMIUM = [process.env['CHROMIUM'] ?? '', ...PLACES].find((path) => path && existsSync(path));

/** Why a group of tests is left out, and what to do about it. */
export const WITHOUT_CHROMIUM = 'left out: no Chromium found; install it, or name its path in CHROMIUM';

export async function openBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];
  const browser = await chromium.launch({ executablePath: CHROMIUM!, args, timeout: PATIENCE_MS });
  browser.on('context', (context) => context.setDefaultTimeout(PATIENCE_MS));
  return browser;
}

/** Where the catalogue under test listens. */
export function addressOf(catalogue: Catalogue): string {
  const { port } = catalogue.app.getHttpServer().address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}
