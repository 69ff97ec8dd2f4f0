import { expect, it } from 'vitest';
import { fourEyes, type FourEyesQuestion } from './four-eyes.js';

/** province > (office, justice > registry, city > ward) */
const TREE = new Map<string, string | null>([
  ['province', null],
  ['office', 'province'],
  ['justice', 'province'],
  ['registry', 'justice'],
  ['city', 'province'],
  ['ward', 'city'],
]);
const CLERK = { name: 'clerk', agencies: ['justice'] };
const inspector = (name: string, ...agencies: string[]) => ({ name, agencies });

function question(change: Partial<FourEyesQuestion>): FourEyesQuestion {
  return {
    inspector: inspector('inspector', 'office'),
    agencyCode: 'justice',
    makers: [
      { ...CLERK, did: 'declared' },
      { ...CLERK, did: 'edited' },
    ],
    trees: [TREE],
    ...change,
  };
}

it.each<[string, Partial<FourEyesQuestion>, string | null]>([
  ['an inspector of another agency may', {}, null],
  ['an administrator of no agency may', { inspector: inspector('admin') }, null],
  ['the author may not', { inspector: inspector('clerk', 'office') }, 'four_eyes_declared'],
  [
    'an administrator who declared it may not',
    { inspector: inspector('admin'), makers: [{ ...inspector('admin'), did: 'declared' }] },
    'four_eyes_declared',
  ],
  [
    'an administrator who last edited the facts may not',
    {
      inspector: inspector('admin'),
      makers: [
        { ...CLERK, did: 'declared' },
        { ...inspector('admin'), did: 'edited' },
      ],
    },
    'four_eyes_edited',
  ],
  ['a colleague may not', { inspector: inspector('other', 'justice') }, 'four_eyes_own_agency'],
  [
    'the agency’s own inspector may not, where an administrator declared for it',
    {
      inspector: inspector('other', 'justice'),
      makers: [{ ...inspector('admin'), did: 'declared' }],
    },
    'four_eyes_own_agency',
  ],
  ['the agency above may not', { inspector: inspector('boss', 'province') }, 'four_eyes_agency_line'],
  ['an agency under it may not', { inspector: inspector('sub', 'registry') }, 'four_eyes_agency_line'],
  [
    'who was moved away from the agency since may not',
    { inspector: inspector('moved', 'office', 'justice') },
    'four_eyes_own_agency',
  ],
  [
    'the new colleague of an author who was moved may not',
    { makers: [{ name: 'clerk', agencies: ['justice', 'office'], did: 'declared' }] },
    'four_eyes_own_agency',
  ],
  [
    'an agency that stood above it then may not',
    {
      inspector: inspector('inspector', 'city'),
      trees: [TREE, new Map([...TREE, ['justice', 'city']])],
    },
    'four_eyes_agency_line',
  ],
  [
    'agencies that stand in a circle, as a bad record might say, are only related to those in it',
    { trees: [new Map([...TREE, ['province', 'justice']])], inspector: inspector('inspector', 'elsewhere') },
    null,
  ],
])('%s', (_, change, rule) => {
  expect(fourEyes(question(change))).toBe(rule);
});
