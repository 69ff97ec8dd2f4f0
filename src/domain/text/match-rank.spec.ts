import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ranker } from './match-rank.js';

const rank = (query: string, name: string, code = '1.000001'): number | null => ranker(query)(name, code);

describe('ranker', () => {
  it('puts the code first', () => {
    expect(rank('1.001570', 'Cấp bản sao 1.001570', '1.001570')).toBe(0);
    expect(rank(' b-bca-001 ', 'Cấp hộ chiếu', 'B-BCA-001')).toBe(0);
    expect(rank('1.00157', 'Cấp hộ chiếu', '1.001570')).toBeNull();
  });

  it('puts the name as spelt before names that only contain it', () => {
    expect(rank('đăng ký khai sinh', 'Đăng ký khai sinh')).toBe(1);
    expect(rank('Đăng ký khai sinh'.normalize('NFD'), 'ĐĂNG KÝ KHAI SINH.')).toBe(1);
    expect(rank('Đăng ký khai sinh', 'Đăng ký lại khai sinh')).toBe(4);
    expect(rank('Đăng ký khai sinh', 'Thủ tục đăng ký khai sinh lưu động')).toBe(2);
  });

  it('ranks other words with the same letters behind', () => {
    expect(rank('đăng ký', 'Hồ sơ đáng kỳ vọng')).toBe(3);
    expect(rank('bán', 'Cấp bản sao')).toBe(3);
    expect(rank('bản', 'Cấp bản sao')).toBe(2);
  });

  it('lets a query without marks find all spellings alike', () => {
    expect(rank('dang ky khai sinh', 'Đăng ký khai sinh')).toBe(3);
    expect(rank('dang ky', 'Thủ tục đăng ký')).toBe(3);
    expect(rank('khai sinh dang ky', 'Đăng ký khai sinh')).toBe(4);
    expect(rank('tin', 'Cấp tin')).toBe(3);
    expect(rank('dang ky', 'Dang ky')).toBe(1);
  });

  it('matches from the beginning of words only', () => {
    expect(rank('ang ky', 'Đăng ký')).toBeNull();
    expect(rank('sinh kh', 'Khai sinh')).toBe(4);
    expect(rank('khai si', 'Đăng ký khai sinh')).toBe(3);
    expect(rank('sinh', 'Học sinh')).toBe(3);
    expect(rank('inh', 'Học sinh')).toBeNull();
  });

  it('knows both places of the tone mark', () => {
    expect(rank('uỷ quyền', 'Ủy quyền')).toBe(1);
    expect(rank('hoà giải', 'Công nhận hòa giải viên')).toBe(2);
    expect(rank('thủy sản', 'Giống thuỷ sản')).toBe(2);
    expect(rank('toán', 'Thanh toán')).toBe(2);
    expect(rank('quý', 'Kim khí quý')).toBe(2);
  });

  it('finds nothing for nothing', () => {
    expect(rank('', 'Đăng ký')).toBeNull();
    expect(rank(' .. ', 'Đăng ký')).toBeNull();
  });

  it('always finds a name by itself, and no worse than by its folded words', () => {
    const word = fc.string({
      unit: fc.constantFrom(...'bcdđghklmntaăâeêioôơuưyáàảãạếềợủý'),
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (words) => {
        const name = words.join(' ');
        expect(rank(name, name)).toBe(1);
        expect(rank(name.normalize('NFD').toUpperCase(), name)).toBe(1);
        const one = words.at(-1) ?? '';
        expect(rank(one, name)).toBeLessThanOrEqual(3);
      }),
    );
  });
});
