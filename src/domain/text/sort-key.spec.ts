import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { procedureNames } from '../../../test/support/procedure-names.js';
import { normalise } from './fold.js';
import { MAX_SORT_KEY, sortKey } from './sort-key.js';

const collator = new Intl.Collator('vi');
const sign = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byKey = (a: string, b: string): number => sign(sortKey(a), sortKey(b));

/** Consonants, vowels with and without tones, digits and ASCII punctuation: what names are written with. */
const VIETNAMESE =
  'aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵfjwz0123456789-,;:.()/';
const word = fc.string({
  unit: fc.constantFrom(...VIETNAMESE, ...VIETNAMESE.toUpperCase()),
  minLength: 1,
  maxLength: 7,
});
const name = fc.array(word, { maxLength: 5 }).map((words) => words.join(' '));
const nameNearAnother = name.chain((one) =>
  fc.tuple(fc.constant(one), fc.nat(one.length), fc.constantFrom(...VIETNAMESE, '')).map(([a, at, put]) => ({
    a,
    b: normalise(a.slice(0, at) + put + a.slice(at + 1)),
  })),
);

describe('sortKey', () => {
  it('follows the alphabet, digits before letters', () => {
    const order = [...' -(0129aăâbcdđeêfghijklmnoôơpqrstuưvwxyz'];
    expect(order.toReversed().sort(byKey)).toEqual([' ', ...order.slice(1)]);
  });

  it('looks at letters first, then at tones, then at case', () => {
    const order = ['ma', 'Ma', 'mà', 'mả', 'mã', 'má', 'MÁ', 'mạ', 'mai', 'mãi', 'mái', 'măng', 'mâu', 'mẹ'];
    expect(order.toReversed().sort(byKey)).toEqual(order);
  });

  it('puts the names that begin with Đ after those that begin with D', () => {
    const order = ['Cấp giấy phép', 'Duyệt', 'Dự án', 'Đăng ký', 'Đất đai', 'Gia hạn'];
    expect(order.toReversed().sort(byKey)).toEqual(order);
  });

  it('does not care how a letter is composed or spaced', () => {
    expect(sortKey('Đăng ký'.normalize('NFD'))).toBe(sortKey('Đăng ký'));
    expect(sortKey('\ufeffÐăng\u00a0\u00a0ký ')).toBe(sortKey('Đăng ký'));
  });

  it('agrees with Intl.Collator on anything written in Vietnamese', () => {
    fc.assert(
      fc.property(name, name, (a, b) => byKey(a, b) === Math.sign(collator.compare(a, b))),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(nameNearAnother, ({ a, b }) => byKey(a, b) === Math.sign(collator.compare(a, b))),
      { numRuns: 3000 },
    );
  });

  it('is short and ASCII whatever the text, and the same for NFC and NFD', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1200 }), (text) => {
        const key = sortKey(text);
        expect(key.length).toBeLessThanOrEqual(MAX_SORT_KEY);
        expect(key).toMatch(/^[ -~]*$/);
        expect(sortKey(text.normalize('NFD'))).toBe(key);
      }),
    );
  });

  const names = procedureNames();
  it('sorts the names of all procedures as Intl.Collator does', () => {
    expect(names.length).toBeGreaterThan(1000);
    // Names that agree in their first 100 characters and more may tie in the key; a tie is not a wrong order.
    const sorted = [...names].sort((a, b) => byKey(a, b) || collator.compare(a, b));
    const wrong = sorted.slice(1).filter((next, i) => collator.compare(sorted[i] ?? '', next) > 0);
    expect(wrong).toEqual([]);
  });
});
