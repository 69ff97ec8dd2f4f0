import { describe, expect, it } from 'vitest';
import { differences } from './ledger-diff.js';

describe('The difference that an entry of the ledger made', () => {
  it('names each value that changed, came or went, and no other', () => {
    const before = { name: 'Sở Tư pháp', level: 'province', successors: ['A'], note: null };
    const after = { name: 'Sở Tư pháp', level: 'district', successors: ['A', 'B'], note: 'x', open: true };
    expect(differences(before, after)).toEqual([
      { path: 'level', before: 'province', after: 'district' },
      { path: 'successors › 2', before: undefined, after: 'B' },
      { path: 'note', before: '∅', after: 'x' },
      { path: 'open', before: undefined, after: 'true' },
    ]);
    expect(differences({ gone: 1 }, {})).toEqual([{ path: 'gone', before: '1', after: undefined }]);
  });

  it('shows what there is to say of what is new or has ended', () => {
    const isNew = [{ path: 'code', before: undefined, after: 'X' }];
    expect(differences(null, { code: 'X', parent: null })).toEqual(isNew);
    expect(differences({ lines: [{ no: 1 }] }, null)).toEqual([
      { path: 'lines › 1 › no', before: '1', after: undefined },
    ]);
    expect(differences({ a: [] }, { a: [] })).toEqual([]);
  });
});
