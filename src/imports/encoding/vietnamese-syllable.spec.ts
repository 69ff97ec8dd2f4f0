import { describe, expect, it } from 'vitest';
import { isAbbreviation, isVietnameseSyllable, letterLikelihood } from './vietnamese-syllable.js';

const words = (text: string): string[] => text.split(' ');

describe('isVietnameseSyllable', () => {
  it.each(
    words(
      'Đăng ký thủ tục hành chính giấy phép quyết định nghiệp vụ thuế quốc tịch khuỷu nguyễn giếng gì giữ ghế nghề yêu ý ' +
        'Ủy Uỷ hoà hòa thuở huỳnh xoè quỹ quặng Kạn Đắk LẮK THƯỜNG ỉa ương ơn ưu hươu bưởi rượu loét quýt uỵch',
    ),
  )('takes %s', (word) => expect(isVietnameseSyllable(word)).toBe(true));

  it.each(
    words(
      'Thñ tôc hµnh chÝnh Thuû tuïc haønh Töôøng néi ngế ghá cế kaf đăc bèt họcs thủTục ñăng Société café über Ấấ zá fò',
    ),
  )('refuses %s', (word) => expect(isVietnameseSyllable(word)).toBe(false));
});

it('knows an abbreviation from a word', () => {
  expect(isAbbreviation('QĐ')).toBe(true);
  expect(isAbbreviation('GCNĐKKD')).toBe(true);
  expect(isAbbreviation('ĐA')).toBe(false);
  expect(isAbbreviation('đ')).toBe(false);
});

it('knows which letters are common and which are not Vietnamese', () => {
  expect(letterLikelihood('Ấ')).toBeGreaterThan(letterLikelihood('ẵ') ?? 0);
  expect(letterLikelihood('ñ')).toBeNull();
});
