import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { isWebAddress } from './web-address.js';

it('takes every absolute http(s) address', () => {
  fc.assert(fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), isWebAddress));
  expect(isWebAddress('HTTPS://dichvucong.gov.vn/thủ-tục?mã=1.001570')).toBe(true);
});

it.each([
  '',
  'dichvucong.gov.vn',
  '/thu-tuc',
  '//dichvucong.gov.vn',
  'ftp://a.vn/',
  'javascript:alert(1)',
  'https://',
  'https:///a.vn',
  'https:a.vn',
  'https:\\\\a.vn',
  ' https://a.vn',
  'https://a.vn/b c',
  'https://a.vn/b\n',
  'https://a.vn/b\u0001',
  'https://thủ-tục.vn/\u0000',
  'https://a.vn:port/',
  'https://[zz/',
  'https://laocai.gov.vn@evil.vn/',
])('refuses %j', (text) => {
  expect(isWebAddress(text)).toBe(false);
});

it('never takes what a URL parser refuses', () => {
  const piece = fc.constantFrom(
    'xn--',
    'xn--a',
    'a',
    '-',
    '.',
    '1',
    'vn',
    ':',
    '/',
    '#',
    '?',
    '%',
    '[',
    ']',
    '@',
    'ạ',
    '|',
  );
  const address = fc.array(piece, { maxLength: 8 }).map((pieces) => `https://${pieces.join('')}`);
  let taken = 0;
  fc.assert(
    fc.property(address, (text) => {
      if (!isWebAddress(text)) return;
      taken += 1;
      expect(URL.canParse(text)).toBe(true);
    }),
    { numRuns: 5000 },
  );
  expect(taken).toBeGreaterThan(100);
});
