import type { FindingEventRow, FindingState } from './inspection.table.js';

/** What may be done about a finding in which state, and the state after it. */
export const FINDING_MOVES: Record<
  FindingEventRow['kind'],
  { from: readonly FindingState[]; to: FindingState }
> = {
  reply: { from: ['open', 'replied'], to: 'replied' },
  appeal: { from: ['open', 'replied'], to: 'appealed' },
  // The agency was right: the finding ends. The level stays what it is until the next inspection.
  upheld: { from: ['appealed'], to: 'closed' },
  rejected: { from: ['appealed'], to: 'open' },
  close: { from: ['open', 'replied'], to: 'closed' },
};
