import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BLANK,
  fold,
  hasControlCharacters,
  hasLoneSurrogates,
  MAX_SEARCH_TOKENS,
  normalise,
  normaliseLines,
  searchTokens,
} from './fold.js';

const text = fc.string({ unit: 'binary' });
const vietnamese = fc.string({
  unit: fc.constantFrom(...'aăâbcdđeêhioôơuưyĂẤỆĐỮ ạảịỷ,.-\u00a0\u200b'),
  maxLength: 60,
});

describe('text that says nothing', () => {
  it('is what is empty once it is stored, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.oneof(text, vietnamese, fc.string({ unit: fc.constantFrom(...' \n\u00a0\u200b\ufeff') })),
        (given) => {
          expect(BLANK.test(given)).toBe(normalise(given) === '');
        },
      ),
    );
  });
});

describe('fold', () => {
  it.each([
    ['Đăng ký khai sinh', 'dang ky khai sinh'],
    ['ĐĂNG KÝ KHAI SINH', 'dang ky khai sinh'],
    ['Ðăng ký (lại)  khai\u00a0sinh.', 'dang ky lai khai sinh'],
    ['Cấp gi\u200bấy phép – sửa đổi', 'cap giay phep sua doi'],
    ['1.001570', '1 001570'],
    ['\ufeff \t', ''],
    ['đ Đ ð Ð', 'd d d d'],
    ['ƯỜNG ươn', 'uong uon'],
  ])('%j becomes %j', (from, to) => expect(fold(from)).toBe(to));

  it('is the same for the composed and the decomposed spelling', () => {
    fc.assert(
      fc.property(fc.oneof(text, vietnamese), (s) => fold(s.normalize('NFC')) === fold(s.normalize('NFD'))),
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(fc.property(fc.oneof(text, vietnamese), (s) => fold(fold(s)) === fold(s)));
  });

  it('leaves Vietnamese as plain lower-case ASCII words', () => {
    fc.assert(fc.property(vietnamese, (s) => /^([a-z]+( [a-z]+)*)?$/.test(fold(s))));
  });
});

describe('searchTokens', () => {
  it('gives each word once', () => {
    expect(searchTokens('Khai sinh, KHAI tử')).toEqual(['khai', 'sinh', 'tu']);
    expect(searchTokens(' -- ')).toEqual([]);
  });

  it('takes at most twelve', () => {
    expect(searchTokens('a b c d e f g h i j k l m n')).toHaveLength(MAX_SEARCH_TOKENS);
  });
});

describe('normalise', () => {
  it('composes, and removes what cannot be seen', () => {
    expect(normalise('\ufeff Câ\u0301p\u00a0\u00a0gi\u200bấy\u200f \r\n phép \u00ad')).toBe('Cấp giấy phép');
  });

  it('keeps line breaks where they mean something', () => {
    expect(normaliseLines(' Bước  1 \r\nBước\u00a02\r\r\n\n\nBước 3 \u2028')).toBe(
      'Bước 1\nBước 2\n\nBước 3',
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.oneof(text, vietnamese), (s) => {
        expect(normalise(normalise(s))).toBe(normalise(s));
        expect(normaliseLines(normaliseLines(s))).toBe(normaliseLines(s));
      }),
    );
  });

  it('never changes what a search finds', () => {
    fc.assert(fc.property(fc.oneof(text, vietnamese), (s) => fold(normalise(s)) === fold(s)));
  });
});

describe('text that is refused', () => {
  it('holds controls', () => {
    expect(hasControlCharacters('a\u0000b')).toBe(true);
    expect(hasControlCharacters('a\u009fb')).toBe(true);
    expect(hasControlCharacters('Bước 1\r\n\tBước 2')).toBe(false);
  });

  it('holds half a character', () => {
    expect(hasLoneSurrogates('a\ud83d')).toBe(true);
    expect(hasLoneSurrogates('a\ude00b')).toBe(true);
    expect(hasLoneSurrogates('a😀')).toBe(false);
  });
});
