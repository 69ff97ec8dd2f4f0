import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slug } from './slug.js';

describe('slug', () => {
  it('writes a name as a part of an address', () => {
    expect(slug('Đăng ký khai sinh (lưu động) – cấp Xã')).toBe('dang-ky-khai-sinh-luu-dong-cap-xa');
    expect(slug('1.001570')).toBe('1-001570');
    expect(slug('…')).toBe('');
  });

  it('ends a long one at a word', () => {
    expect(slug('Cấp giấy phép xây dựng', 14)).toBe('cap-giay-phep');
    expect(slug('Cấp giấy phép xây dựng', 13)).toBe('cap-giay-phep');
    expect(slug('Cấp giấy phép xây dựng', 12)).toBe('cap-giay');
    expect(slug('nghiêng', 4)).toBe('nghi');
  });

  it('is safe in an address whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (s) => {
        expect(slug(s, 20)).toMatch(/^([a-z0-9]+(-[a-z0-9]+)*)?$/);
        expect(slug(s, 20).length).toBeLessThanOrEqual(20);
        expect(slug(slug(s, 20), 20)).toBe(slug(s, 20));
      }),
    );
  });
});
