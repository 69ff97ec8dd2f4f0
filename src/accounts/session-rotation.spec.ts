import { describe, expect, it } from 'vitest';
import { isDue, type SessionTokens, standingOf } from './session-rotation.js';

const BEGAN = '2026-03-02T02:00:00.000Z';
const HOUR = 3600_000;
const after = (ms: number) => new Date(Date.parse(BEGAN) + ms);
const TOKENS: SessionTokens = {
  tokenHash: 'b',
  rotatedAt: BEGAN,
  previousHash: 'a',
  nextHash: 'c',
  nextAt: null,
};

describe('A session’s token', () => {
  it.each([
    ['b', 10 * HOUR, 'current'],
    ['c', 10 * HOUR, 'next'],
    ['a', 30_000, 'previous'],
    ['a', 30_001, 'worn'],
  ])('%s is after %i ms %s', (hash, ms, standing) => {
    expect(standingOf(TOKENS, hash, after(ms))).toBe(standing);
  });

  it('is due for a new one when it is old, and again where the new one has not come back for a minute', () => {
    expect(isDue(TOKENS, after(HOUR - 1), HOUR)).toBe(false);
    expect(isDue(TOKENS, after(HOUR), HOUR)).toBe(true);
    const sent = { ...TOKENS, nextAt: after(HOUR).toISOString() };
    expect(isDue(sent, after(HOUR + 59_999), HOUR)).toBe(false);
    expect(isDue(sent, after(HOUR + 60_000), HOUR)).toBe(true);
  });
});
