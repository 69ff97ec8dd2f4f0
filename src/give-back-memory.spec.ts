import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { giveBackMemory } from './give-back-memory.js';

const MANY = 400 * 1024 * 1024;

it('what is no longer used goes back to the system when nothing is done', async () => {
  const before = process.memoryUsage.rss();
  const stop = giveBackMemory(100);
  try {
    useMuch();
    expect(process.memoryUsage.rss()).toBeGreaterThan(before + MANY / 2);
    await expect.poll(() => process.memoryUsage.rss(), { timeout: 8000 }).toBeLessThan(before + MANY / 4);
  } finally {
    stop();
  }
});

it('nothing is collected where no more is used than before', async () => {
  const stop = giveBackMemory(20);
  let isGone = false;
  const registry = new FinalizationRegistry(() => (isGone = true));
  (() => registry.register({}, undefined))();
  await wait(500);
  stop();
  expect(isGone).toBe(false);
});

/** Bytes that nobody holds when it has returned. */
function useMuch(): void {
  const parts = Array.from({ length: 400 }, () => Buffer.alloc(MANY / 400, 1));
  expect(parts.at(-1)!.at(-1)).toBe(1);
}
