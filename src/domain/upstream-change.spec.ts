import { describe, expect, it } from 'vitest';
import { emptyContent } from './procedure-content.js';
import { changedParts } from './procedure-changes.js';
import { OPEN_END } from './service-timeline.js';
import { doubtsOf, pendingOn, type UpstreamChange } from './upstream-change.js';

const verification = { versionNo: 1, verifiedAt: '2026-03-01T03:00:00.000Z' };

function aChange(changes: Partial<UpstreamChange>): UpstreamChange {
  return {
    versionNo: 2,
    fromVersionNo: 1,
    effectiveFrom: '2026-03-10',
    recordedAt: '2026-03-05T03:00:00.000Z',
    settledAt: null,
    settledHow: null,
    ...changes,
  };
}

describe('A verification', () => {
  it('is in doubt from the first day of a newer version until the agency answers', () => {
    expect(doubtsOf(verification, [aChange({})])).toEqual([{ from: '2026-03-10', to: OPEN_END }]);
    const answered = aChange({ settledAt: '2026-03-12T03:00:00.000Z', settledHow: 'confirmed' });
    expect(doubtsOf(verification, [answered])).toEqual([{ from: '2026-03-10', to: '2026-03-12' }]);
  });

  it('is in no doubt where the answer came before that day, or where it was made under that version', () => {
    const early = aChange({ settledAt: '2026-03-06T03:00:00.000Z', settledHow: 'facts' });
    expect(doubtsOf(verification, [early])).toEqual([]);
    expect(doubtsOf({ ...verification, versionNo: 2 }, [aChange({})])).toEqual([]);
  });

  it('stays in doubt where one unanswered version follows another', () => {
    const first = aChange({ settledAt: '2026-03-11T03:00:00.000Z', settledHow: 'superseded' });
    const second = aChange({ versionNo: 3, effectiveFrom: '2026-04-01' });
    expect(doubtsOf(verification, [first, second])[0]).toEqual({ from: '2026-03-10', to: OPEN_END });
    expect(pendingOn([first, second], '2026-03-11')?.versionNo).toBe(3);
  });
});

describe('The parts of a procedure that changed', () => {
  it('are told with what they were and are', () => {
    const content = emptyContent('Cấp phép', 'F1');
    const decision = { number: '1/QĐ', date: '2026-01-01' };
    const after = { content: { ...content, dossierSets: 2 }, decision: { ...decision, number: '2/QĐ' } };
    expect(changedParts({ content, decision }, after)).toEqual([
      { part: 'dossierSets', before: null, after: 2 },
      { part: 'decision', before: decision, after: { ...decision, number: '2/QĐ' } },
    ]);
  });
});
