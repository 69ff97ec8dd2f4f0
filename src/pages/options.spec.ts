import { expect, it } from 'vitest';
import { counted, optionsOf } from './options.js';

it('marks what was chosen, whether it was typed or is a number, and lets no text out of its place', () => {
  const choices = [
    { value: 1, text: 'Một' },
    { value: '"><script>', text: '<b>&' },
  ];
  expect(optionsOf(choices, '1').toString()).toBe(
    '<option value="1" selected>Một</option>\n<option value="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;</option>',
  );
  expect(optionsOf(choices).toString()).not.toContain('selected');
  expect(optionsOf([{ value: '', text: 'Tất cả' }], null).toString()).toContain('selected');
});

it('says how many each choice would list, those with none last, and nothing where nothing was counted', () => {
  const choices = [
    { value: 'A', text: 'Một' },
    { value: 'B', text: 'Hai' },
  ];
  expect(counted(choices, new Map([['B', 1200]]), (n) => n.toLocaleString('vi-VN'))).toEqual([
    { value: 'B', text: 'Hai (1.200)' },
    { value: 'A', text: 'Một (0)' },
  ]);
  expect(counted(choices, undefined, String)).toEqual(choices);
});
