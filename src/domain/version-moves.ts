/** States of one version of a procedure, from the first draft to the end (model: life of a record). */
export const VERSION_STATES = [
  'draft',
  'submitted',
  'returned',
  'approved',
  'published',
  'superseded',
  'repealed',
] as const;
export type VersionState = (typeof VERSION_STATES)[number];

/** What is done to a version: from which states it may be done, and what the version is then. */
export const VERSION_MOVES = {
  edit: { from: ['draft', 'returned'], to: 'draft' },
  submit: { from: ['draft', 'returned'], to: 'submitted' },
  return: { from: ['submitted', 'approved'], to: 'returned' },
  approve: { from: ['submitted'], to: 'approved' },
  publish: { from: ['approved'], to: 'published' },
  supersede: { from: ['published'], to: 'superseded' },
  repeal: { from: ['published'], to: 'repealed' },
} as const satisfies Record<string, { from: readonly VersionState[]; to: VersionState }>;

export type VersionMove = keyof typeof VERSION_MOVES;

/** States of versions that have been made public: they never change in content. */
export const PUBLIC_STATES: readonly VersionState[] = ['published', 'superseded', 'repealed'];

export function allows(move: VersionMove, state: VersionState): boolean {
  return (VERSION_MOVES[move].from as readonly VersionState[]).includes(state);
}
