import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../public-services/evidence/evidence.query.js';
import { thenAndNow } from './then-and-now.js';

const PAGE = 'https://example.gov.vn/1';
const capture = (no: number, sha256: string | null, url = PAGE): Evidence =>
  ({ id: String(no), no, kind: 'url', url, sha256 }) as Evidence;

describe('What an address showed then and now', () => {
  it('compares the capture that the fact names with the last one', () => {
    const [one] = thenAndNow([PAGE], [capture(1, 'a'), capture(2, 'b'), capture(3, 'c')], ['2']);
    expect(one).toMatchObject({ stated: { no: 2 }, now: { no: 3 }, isSame: false });
  });

  it('takes the first capture where the fact names none, and finds the same bytes the same', () => {
    const [one] = thenAndNow([PAGE], [capture(1, 'a'), capture(2, 'a')], []);
    expect(one).toMatchObject({ stated: { no: 1 }, now: { no: 2 }, isSame: true });
  });

  it('has nothing to compare with one capture, with none, or where one failed', () => {
    expect(thenAndNow([PAGE], [capture(1, 'a')], ['1'])[0]).toMatchObject({ now: null, isSame: null });
    expect(thenAndNow([PAGE], [capture(1, 'a', 'https://other.vn/')], [])[0]).toMatchObject({
      stated: null,
      now: null,
      isSame: null,
    });
    expect(thenAndNow([PAGE], [capture(1, 'a'), capture(2, null)], ['1'])[0]).toMatchObject({
      now: { no: 2 },
      isSame: null,
    });
  });
});
