export const CONFIDENCES = [90, 95, 99] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** Two-sided quantiles of the standard normal distribution. */
export const Z: Record<Confidence, number> = {
  90: 1.6448536269514722,
  95: 1.959963984540054,
  99: 2.5758293035489004,
};

export interface SizeWanted {
  /** Half the width of the interval, 0 to 1: 0.05 is ± 5 percentage points. */
  marginOfError: number;
  confidence: Confidence;
  /** What share is expected, 0 to 1; one half asks for the most. */
  expectedRate: number;
}

/**
 * How many to draw from `population` for a share to be known within the margin, with the finite population correction
 * (W. G. Cochran, Sampling Techniques, 3rd ed. 1977, chapter 4). Never more than there are.
 */
export function sampleSize(
  population: number,
  { marginOfError, confidence, expectedRate }: SizeWanted,
): number {
  // Of one there is nothing to choose; where all or none are expected it would be nothing divided by nothing.
  if (population <= 1) return population;
  const infinite = (Z[confidence] ** 2 * expectedRate * (1 - expectedRate)) / marginOfError ** 2;
  const corrected = infinite / (1 + (infinite - 1) / population);
  // What floating point adds behind the comma must not draw one more.
  return Math.min(population, Math.max(1, Math.ceil(corrected - 1e-9)));
}
