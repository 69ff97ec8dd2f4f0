import { expect, it } from 'vitest';
import { PROBLEM_TEXTS, wording } from './wording.js';

it('says times and sizes as people say them', () => {
  expect(wording('too_many', 'en', { seconds: 1 })).toContain('in 1 second.');
  expect(wording('too_many', 'vi', { seconds: 45 })).toContain('sau 45 giây.');
  expect(wording('too_many', 'en', { seconds: 589 })).toContain('in 10 minutes.');
  expect(wording('too_large', 'vi', { limit: 1024 * 1024 })).toContain('giới hạn 1 MB.');
  expect(wording('too_large', 'en', { limit: 200 })).toContain('limit of 200 bytes.');
});

it('names the same parameters in both languages', () => {
  for (const [code, texts] of Object.entries(PROBLEM_TEXTS)) {
    const named = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    expect(named(texts.en), code).toEqual(named(texts.vi));
  }
});
