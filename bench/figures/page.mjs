// P11: the page that citizens see: what the server takes to make it, and what a first view sends over the wire.
import { existsSync } from 'node:fs';
import { Client, NOT_FROM_MEMORY } from '../support/client.mjs';
import { median, quantile } from '../support/measure.mjs';

const PATH = '/services?limit=50';
const ASKED = 200;
const SERVER_MS = 15;
const VIEW_KB = 150;
const BROWSER = process.env.CHROMIUM ?? '/usr/bin/chromium';

export async function p11(bench) {
  const product = await bench.product();
  const client = await Client.to(product.url);
  const times = [];
  const before = product.cpuMs();
  for (let i = 0; i < ASKED; i += 1) {
    const { status, ms } = await client.request(PATH, { headers: NOT_FROM_MEMORY });
    if (status !== 200) throw new Error(`${PATH}: ${status}`);
    if (i >= ASKED / 10) times.push(ms);
  }
  client.close();
  const cpuMs = (product.cpuMs() - before) / ASKED;
  const p95 = quantile(times, 0.95);
  const time = {
    id: 'P11',
    work: `GET ${PATH} as a page, p95`,
    unit: 'ms',
    product: p95,
    wanted: `< ${SERVER_MS} ms`,
    reached: p95 < SERVER_MS,
    note: `median ${median(times).toFixed(1)} ms; processor time of a request ${cpuMs.toFixed(1)} ms`,
  };
  return [time, await firstView(product.url + PATH)];
}

async function firstView(url) {
  const work = 'first view of it, over the wire';
  if (!existsSync(BROWSER))
    return { id: 'P11', work, reached: null, note: `no browser at ${BROWSER}: set CHROMIUM` };
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  let bytes = 0;
  const kinds = new Map();
  const types = new Map();
  session.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes += encodedDataLength;
    const type = types.get(requestId);
    kinds.set(type, (kinds.get(type) ?? 0) + encodedDataLength);
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  await browser.close();
  const kb = bytes / 1024;
  const note = [...kinds].map(([type, size]) => `${type} ${(size / 1024).toFixed(1)} KB`).join(', ');
  return { id: 'P11', work, unit: 'KB', product: kb, wanted: `< ${VIEW_KB} KB`, reached: kb < VIEW_KB, note };
}
