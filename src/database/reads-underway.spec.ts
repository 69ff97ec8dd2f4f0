import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ReadsUnderway } from './reads-underway.js';

describe('A load that gives way to reads', () => {
  it('goes on when the last of them is answered, or has failed', async () => {
    const reads = new ReadsUnderway();
    const answered: string[] = [];
    const read = async (name: string, ms: number) => {
      await sleep(ms);
      answered.push(name);
      if (name === 'failed') throw new Error(name);
    };
    void reads.during(read('one', 20));
    reads.during(read('failed', 60)).catch(() => undefined);
    await reads.answered(60_000);
    expect(answered).toEqual(['one', 'failed']);
  });

  it('waits for no read, and for one that goes on for ever no longer than it was told', async () => {
    const reads = new ReadsUnderway();
    await reads.answered(60_000);
    void reads.during(new Promise(() => undefined));
    const began = performance.now();
    await reads.answered(30);
    expect(performance.now() - began).toBeGreaterThanOrEqual(29);
  });
});
