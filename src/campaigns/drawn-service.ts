/** How far the inspection of a drawn service is; `ended`: the service ended before anybody inspected it. */
export const DRAWN_STATES = ['waiting', 'inspecting', 'inspected', 'ended'] as const;
export type DrawnState = (typeof DRAWN_STATES)[number];

/** The level that was found against the one that was declared. */
export const OUTCOMES = ['over_claimed', 'as_declared', 'under_claimed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** @param found 0 where not even level 1 was found */
export function outcomeOf(declared: number, found: number): Outcome {
  if (found < declared) return 'over_claimed';
  return found === declared ? 'as_declared' : 'under_claimed';
}
