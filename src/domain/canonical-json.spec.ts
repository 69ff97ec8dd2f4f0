import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.js';

describe('Canonical JSON', () => {
  it('is what the library of the standard makes of any value', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom('10', '9', 'á', 'đ', 'A', 'a', 'toString', ''),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.constantFrom('\\udine', '"updatedAt":"', '€\u2028\u007f'),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.integer(),
          fc.boolean(),
          fc.constant(null),
        ),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(name, fc.option(tie('tree'), { nil: undefined }), { maxKeys: 6 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => canonicalJson(value) === canonicalize(value)),
      { numRuns: 2000 },
    );
  });

  it('refuses what no JSON can say, and half of a character', () => {
    for (const value of [NaN, [Infinity], '\ud800', { a: ['\udc00!'] }, undefined])
      expect(() => canonicalJson(value)).toThrow(Error);
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(() => canonicalJson(circle)).toThrow(Error);
  });

  it('leaves what it is given as it was', () => {
    const value = { b: [{ d: 1, c: 2 }], a: undefined };
    expect(canonicalJson(value)).toBe('{"b":[{"c":2,"d":1}]}');
    expect(Object.keys(value)).toEqual(['b', 'a']);
    expect(Object.keys(value.b[0]!)).toEqual(['d', 'c']);
  });
});
