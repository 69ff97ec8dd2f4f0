import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SCHEME_FILES, schemeJson } from '../../../test/support/schemes.js';
import { FACT_KEYS } from '../service-facts.js';
import { parseScheme } from './parse-scheme.js';

/** The errors of a scheme in which each of these places (a JSON pointer) has another value; `undefined` removes it. */
function errorsWith(id: string, changes: Record<string, unknown>): string[] {
  const json = schemeJson(id);
  for (const [pointer, value] of Object.entries(changes)) {
    const path = pointer.split('/').slice(1);
    const last = path.pop()!;
    const holder = path.reduce(
      (at, name) => at[name] as Record<string, unknown>,
      json as Record<string, unknown>,
    );
    if (value === undefined) delete holder[last];
    else holder[last] = value;
  }
  return parseScheme(json).errors.map((e) => `${e.at} ${e.message}`);
}

describe('the schemes in the seeds', () => {
  const files = readdirSync(SCHEME_FILES).map((file) => file.replace('.json', ''));

  it('are the four of the catalogue', () => {
    expect(files.sort()).toEqual(['egov-benchmark', 'nd42-2022', 'nd43-2011', 'ozg-1.1']);
  });

  it.each(files)('%s has the right shape, both languages everywhere, and the id of its file', (id) => {
    const parsed = parseScheme(schemeJson(id));
    expect(parsed.errors).toEqual([]);
    expect(parsed.scheme?.id).toBe(id);
  });

  it('use every fact that the catalogue keeps', () => {
    const text = files.map((id) => JSON.stringify(schemeJson(id))).join('');
    expect(FACT_KEYS.filter((key) => !text.includes(`"fact":"${key}"`))).toEqual([]);
  });
});

describe('a scheme with mistakes', () => {
  it('is refused with all of them at once, each with its place', () => {
    const errors = errorsWith('nd43-2011', {
      '/validFrom': '27/07/2011',
      '/lossy': undefined,
      '/criteria/0/title/en': ' ',
      '/criteria/1/fact': 'colour',
      '/criteria/2/level': 4,
      '/criteria/3/howToMended': 'x',
      '/criteria/4/requires': ['luck'],
      '/criteria/5/howToMend': 'x',
    });
    expect(errors).toEqual([
      '/validFrom must be a day such as "2022-08-15" or null',
      '/lossy is missing',
      '/criteria/0/title/en must be a text that is not blank',
      expect.stringMatching(/^\/criteria\/1\/fact must be one of "name", /),
      '/criteria/2/level must be one of 1, 2, 3',
      '/criteria/3/howToMended is not known',
      '/criteria/4/requires/0 must be one of "url", "urlForEachForm", "receipt"',
      '/criteria/5/howToMend must be an object',
    ]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['nd43-2011', { '/criteria/1/id': 'name' }, '/criteria has "name" more than once'],
    ['nd43-2011', { '/levels': [] }, '/levels must be the levels 1, 2, 3 in this order'],
    ['nd43-2011', { '/criteria/14/level': 3, '/criteria/15/level': 3 }, '/criteria has none of level 2'],
    ['nd43-2011', { '/kind': 'other' }, '/kind must be "levels" or "values"'],
    ['ozg-1.1', { '/values/0/value': 0 }, '/values has 0 more than once'],
    ['ozg-1.1', { '/values/0/when': { all: [] } }, '/values/0/when/all must have at least 1 item'],
    [
      'ozg-1.1',
      { '/values/1/when/all/1/any/0/is': ['here'] },
      '/values/1/when/all/1/any/0/is/0 must be one of "present", "absent", "not_applicable", "unknown"',
    ],
  ])('%s %j', (id, changes, error) => {
    expect(errorsWith(id, changes)).toEqual([error]);
  });

  it.each([null, 7, 'x', []])('that is %j is no scheme', (json) => {
    expect(parseScheme(json).scheme).toBeNull();
  });
});
