import { expect, it } from 'vitest';
import { AttemptCounter } from './attempt-counter.js';

const MINUTE = 60_000;

it('refuses after the quota, tells when it ends, and allows again in the next window', () => {
  const counter = new AttemptCounter(2, MINUTE, 10);
  expect(counter.take('a', 0)).toEqual({ allowed: true, left: 1, resetSeconds: 60 });
  expect(counter.take('a', 10_000)).toEqual({ allowed: true, left: 0, resetSeconds: 50 });
  expect(counter.take('a', 59_999)).toEqual({ allowed: false, left: 0, resetSeconds: 1 });
  expect(counter.take('b', 59_999).allowed).toBe(true);
  expect(counter.take('a', MINUTE).allowed).toBe(true);
});

it('gives back what was not a failure', () => {
  const counter = new AttemptCounter(1, MINUTE, 10);
  counter.take('a', 0);
  counter.giveBack('a');
  expect(counter.take('a', 1).allowed).toBe(true);
  expect(counter.take('a', 2).allowed).toBe(false);
  counter.forget('a');
  expect(counter.take('a', 3).allowed).toBe(true);
});

it('opens a new window where the clock was set back', () => {
  const counter = new AttemptCounter(1, MINUTE, 10);
  counter.take('a', 10 * MINUTE);
  expect(counter.take('a', 0).allowed).toBe(true);
});

it('keeps no more keys than it may, and forgets the one used longest ago', () => {
  const counter = new AttemptCounter(1, MINUTE, 2);
  for (const key of ['a', 'b', 'a', 'c']) counter.take(key, 0);
  expect(counter.take('a', 1).allowed).toBe(false);
  expect(counter.take('b', 1).allowed).toBe(true);
});

it('makes who uses up window after window wait twice as long each time, until they pause', () => {
  const counter = new AttemptCounter(1, MINUTE, 10, true);
  let now = 0;
  const waits = [];
  for (let i = 0; i < 8; i++) {
    counter.take('a', now);
    const seconds = counter.take('a', now).resetSeconds;
    waits.push(seconds / 60);
    now += seconds * 1000;
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 32, 32]);
  now += 32 * MINUTE;
  counter.take('a', now);
  expect(counter.take('a', now).resetSeconds).toBe(60);
});
