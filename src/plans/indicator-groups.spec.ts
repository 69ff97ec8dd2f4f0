import { expect, it } from 'vitest';
import { groupTitle } from './indicator-groups.js';

it('A group of indicators is called by its title, or by its key where it has none', () => {
  expect(groupTitle('training')).toEqual({ title: 'Đào tạo', titleEn: 'Training' });
  for (const group of ['của tỉnh', 'constructor', 'toString'])
    expect(groupTitle(group)).toEqual({ title: group, titleEn: group });
});
