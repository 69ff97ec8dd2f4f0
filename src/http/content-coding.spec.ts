import { expect, it } from 'vitest';
import { codingOf } from './content-coding.js';

it.each([
  [undefined, 'identity'],
  ['', 'identity'],
  ['gzip, deflate, br', 'br'],
  ['gzip', 'gzip'],
  ['br;q=0.5, gzip;q=0.8', 'gzip'],
  ['br;q=0, gzip;q=0', 'identity'],
  ['br;q=0.000, gzip', 'gzip'],
  ['identity;q=1, br;q=0.5', 'identity'],
  ['*', 'br'],
  ['*;q=0.1, gzip;q=0.9', 'gzip'],
  ['br;q=0, gzip;q=0, *;q=0', 'identity'],
  ['br;q=0, *;q=0', 'identity'],
  ['*;q=0', 'identity'],
  ['identity;q=0', 'identity'],
  ['identity;q=0, gzip;q=0.1', 'gzip'],
  ['*;q=0, gzip;q=0.1', 'gzip'],
  ['BR', 'br'],
  ['brotli', 'identity'],
  ['deflate', 'identity'],
])('for Accept-Encoding: %s answers in %s', (header, coding) => {
  expect(codingOf(header)).toBe(coding);
});
