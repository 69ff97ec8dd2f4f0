import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonBytes } from './json-bytes.js';

const lists = fc.array(fc.oneof(fc.jsonValue(), fc.constant(undefined)), { minLength: 0, maxLength: 70 });
const answers = fc.dictionary(
  fc.string({ unit: 'binary' }),
  fc.oneof(lists, fc.jsonValue(), fc.constant(undefined)),
  {
    maxKeys: 6,
  },
);

describe('The bytes of an answer', () => {
  it('are those of JSON.stringify, however long its lists are', () => {
    fc.assert(
      fc.property(fc.oneof(answers, fc.jsonValue()), (answer) => {
        expect(jsonBytes(answer).toString('latin1')).toBe(
          Buffer.from(JSON.stringify(answer)).toString('latin1'),
        );
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [
      'a list of 16, 17 and 33',
      {
        a: Array(16).fill('ạ'),
        b: Array.from({ length: 17 }, () => ({ c: 1 })),
        d: Array(33).fill(undefined),
      },
    ],
    ['nothing but a long list', { items: Array(40).fill('Đăng ký khai sinh') }],
    ['only what JSON has no word for, before a list', { a: undefined, b: () => 1, items: Array(20).fill(0) }],
    [
      'a moment that says itself what it is',
      { at: new Date(0), items: Array.from({ length: 20 }, () => new Date(0)) },
    ],
    ['an answer that says itself what it is', { items: Array(20).fill(0), toJSON: () => ({ other: 1 }) }],
    ['half of a character', { items: Array(20).fill('\ud83d') }],
  ])('are the same for %s', (_, answer) => {
    expect(jsonBytes(answer).toString()).toBe(JSON.stringify(answer));
  });
});
