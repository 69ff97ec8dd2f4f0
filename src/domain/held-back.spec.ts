import { describe, expect, it } from 'vitest';
import { levelSchemeOf } from '../../test/support/schemes.js';
import { aLevelThreeService } from '../../test/support/service-facts.js';
import { heldBackBy, type InspectedCriterion } from './held-back.js';
import { assess } from './level-scheme/assess.js';

const scheme = levelSchemeOf();
const outcomesBut = (id: string, outcome: InspectedCriterion['outcome']) =>
  scheme.criteria.map((criterion) => ({
    criterion: criterion.id,
    outcome: criterion.id === id ? outcome : ('met' as const),
  }));

describe('what holds a service back', () => {
  const top = assess(scheme, aLevelThreeService());
  const nothing = assess(scheme, {});

  it('is what the facts leave open where nobody inspected it', () => {
    expect(heldBackBy(scheme, nothing, undefined)).toEqual(nothing.heldBackBy);
  });

  it.each(['not_met', 'unknown', 'not_checked'] as const)(
    'is what an inspection found %s, though the facts state it',
    (outcome) => {
      const inspected = { level: 2, outcomes: outcomesBut('statusOnline', outcome) } as const;
      expect(heldBackBy(scheme, top, inspected)).toEqual(['statusOnline']);
    },
  );

  it('is what the facts leave open where the inspection found no less', () => {
    const inspected = { level: 3, outcomes: outcomesBut('statusOnline', 'met') } as const;
    expect(heldBackBy(scheme, nothing, inspected)).toEqual(nothing.heldBackBy);
  });
});
