import { describe, expect, it } from 'vitest';
import {
  newRecoveryCodes,
  newTotpSecret,
  pauseMs,
  recoveryCodeHash,
  stepOf,
  totpAddress,
} from './one-time-code.js';

// RFC 6238, appendix B: the secret `12345678901234567890` with SHA-1; the last six of its eight digits.
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const at = (seconds: number) => new Date(seconds * 1000);

describe('Codes of a time step', () => {
  it.each([
    [59, '287082', 1],
    [1_111_111_109, '081804', 37_037_036],
    [1_234_567_890, '005924', 41_152_263],
    [2_000_000_000, '279037', 66_666_666],
  ])('are those of RFC 6238 at %i', (seconds, code, step) => {
    expect(stepOf(SECRET, code, at(seconds))).toBe(step);
  });

  it('are taken one step early or late, and no further', () => {
    expect(stepOf(SECRET, '287082', at(59 + 30))).toBe(1);
    expect(stepOf(SECRET, '287082', at(59 - 30))).toBe(1);
    expect(stepOf(SECRET, '287082', at(59 + 60))).toBeNull();
    expect(stepOf(SECRET, '000000', at(59))).toBeNull();
  });

  it('come from a secret of 160 bits, named to the app', () => {
    expect(newTotpSecret()).toMatch(/^[A-Z2-7]{32}$/);
    expect(totpAddress(SECRET, 'catalogue.test', 'clerk')).toContain(`secret=${SECRET}`);
  });
});

it('Recovery codes are different each, and known again however they are typed', () => {
  const codes = newRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  expect(codes[0]).toMatch(/^([a-z2-7]{4}-){5}[a-z2-7]{4}$/);
  expect(recoveryCodeHash(codes[0]!.toUpperCase().replaceAll('-', ' '))).toBe(recoveryCodeHash(codes[0]!));
});

it('Wrong codes make the next wait: five are free, then a minute, twice as long each time, at most half a day', () => {
  expect([0, 4, 5, 6, 7, 60].map(pauseMs)).toEqual([0, 0, 60_000, 120_000, 240_000, 43_200_000]);
});
