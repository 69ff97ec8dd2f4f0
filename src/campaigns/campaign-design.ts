import { allocate } from '../domain/sampling/allocation.js';
import { sampleSize } from '../domain/sampling/sample-size.js';
import type { DesignCampaign } from './campaigns.dto.js';
import type { Population } from './population.query.js';

/** How a campaign is drawn, with everything that was left out filled in. */
export type Design = Required<
  Pick<DesignCampaign, 'population' | 'strata' | 'marginOfError' | 'confidence' | 'expectedRate'>
>;

export interface SizedStratum {
  key: string;
  name: string | null;
  population: number;
  sample: number;
}

export function designOf({
  population = {},
  strata = 'none',
  marginOfError,
  confidence = 95,
  expectedRate = 0.5,
}: DesignCampaign): Design {
  return { population: { ...population }, strata, marginOfError, confidence, expectedRate };
}

/** How many of each stratum are drawn. `wanted` is what the margin asks for; strata with a few services may add to it. */
export function sizesOf(
  population: Population,
  design: Design,
): { wanted: number; sample: number; strata: SizedStratum[] } {
  const wanted = sampleSize(population.count, design);
  const sizes = population.strata.map(({ key, name, services }) => ({
    key,
    name,
    population: services.length,
  }));
  const shares = allocate(sizes, wanted);
  return {
    wanted,
    sample: shares.reduce((sum, share) => sum + share, 0),
    strata: sizes.map((stratum, i) => ({ ...stratum, sample: shares[i]! })),
  };
}
