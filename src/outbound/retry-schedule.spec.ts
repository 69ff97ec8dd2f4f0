import { describe, expect, it } from 'vitest';
import { nextAttempt, RETRY_AFTER_MS } from './retry-schedule.js';

const NOW = new Date('2026-03-02T02:00:00.000Z');
const pauses = (random: number) =>
  RETRY_AFTER_MS.map((_, i) => Date.parse(nextAttempt(i + 1, NOW, random)!) - NOW.getTime());

describe('The next attempt of a delivery', () => {
  it('comes after 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h', () => {
    expect(pauses(0).map((ms) => ms / 1000)).toEqual([5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]);
  });

  it('comes up to a fifth later, and in the order of the attempts all the same', () => {
    expect(pauses(1).map((ms, i) => ms / RETRY_AFTER_MS[i]!)).toEqual(RETRY_AFTER_MS.map(() => 1.2));
    expect(nextAttempt(1, NOW, 0.5)).toBe('2026-03-02T02:00:05.500Z');
  });

  it('does not come after the tenth', () => {
    expect(nextAttempt(9, NOW, 0)).not.toBeNull();
    expect(nextAttempt(10, NOW, 0)).toBeNull();
  });
});
