import { expect, it } from 'vitest';
import { DenialPace } from './denial-pace.js';

it('enters the first refusal after a second, and those of a day of them in some three hundred entries', () => {
  const pace = new DenialPace();
  let now = 0;
  const delays = [];
  while (now < 86_400_000) {
    const delay = pace.delayAt(now);
    delays.push(delay);
    now += delay;
  }
  expect(delays.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
  expect(Math.max(...delays)).toBe(300_000);
  expect(delays.length).toBeLessThan(310);
  expect(pace.delayAt(now + 600_000)).toBe(1000);
});
