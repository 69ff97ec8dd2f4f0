import { describe, expect, it } from 'vitest';
import { etagOf } from './finish.js';
import { requireIfMatch } from './preconditions.js';

const present = etagOf('present');
const statusOf = (ifMatch: string | undefined) => {
  try {
    requireIfMatch({ headers: { 'if-match': ifMatch } }, [etagOf('english'), present]);
    return 200;
  } catch (error) {
    return (error as { status: number }).status;
  }
};

describe('If-Match', () => {
  it('is asked for', () => {
    expect(statusOf(undefined)).toBe(428);
    expect(statusOf(' ')).toBe(428);
  });

  it('takes the tag of the present state in any coding, alone or in a list', () => {
    const inner = present.slice(1, -1);
    for (const tag of [present, `"${inner}-br"`, `"${inner}-gzip"`, '*', `"other" , ${present}`])
      expect(statusOf(tag), tag).toBe(200);
  });

  it('refuses tags of other states, weak tags and tags without quotes', () => {
    for (const tag of [etagOf('past'), `W/${present}`, present.slice(1, -1), '"*"'])
      expect(statusOf(tag), tag).toBe(412);
  });
});
