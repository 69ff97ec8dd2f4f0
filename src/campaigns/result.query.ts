import type { Queries } from '../database/reader.js';
import { groupBy } from '../domain/group-by.js';
import { estimateShare } from '../domain/sampling/estimate.js';
import type { Confidence } from '../domain/sampling/sample-size.js';
import type { CampaignRow } from './campaign.table.js';
import { allDrawn, type DrawnService } from './drawn-list.query.js';
import type { Outcome } from './drawn-service.js';

/** What is estimated, and which outcomes have it. */
export const RATES = [
  { code: 'over_claim', outcomes: ['over_claimed'] },
  { code: 'correct', outcomes: ['as_declared'] },
] as const satisfies { code: string; outcomes: Outcome[] }[];

/** The rule by which shares are estimated; a change of it has a new name (docs/campaigns.md). */
export const RULE = 'stratified-wilson-1';

export interface EstimatedRate {
  code: (typeof RATES)[number]['code'];
  /** Of the population, strata weighted by their sizes; null where nothing was inspected. */
  value: number | null;
  low: number | null;
  high: number | null;
  confidence: Confidence;
  /** Among the inspected services, not weighted. */
  numerator: number;
  denominator: number;
  effectiveSize: number | null;
  ruleId: typeof RULE;
}

interface Outcomes {
  inspected: number;
  overClaimed: number;
  asDeclared: number;
  underClaimed: number;
}

export interface CampaignResult {
  id: string;
  state: CampaignRow['state'];
  asOf: string;
  knownAt: string;
  basis: 'inspections';
  /** When the result was frozen; null while it still changes. */
  frozenAt: string | null;
  population: number;
  drawn: number;
  inspected: number;
  excluded: { reason: 'not_inspected' | 'ended' | 'stratum_not_inspected'; count: number }[];
  /** Inspected services whose declaration is another than on the day of the population. */
  redeclared: number;
  rates: EstimatedRate[];
  strata: ({ key: string; name: string | null; population: number; drawn: number } & Outcomes)[];
  agencies: ({
    code: string;
    name: string;
    drawn: number;
    overClaimRate: number | null;
    list: string;
  } & Outcomes)[];
}

/** What the inspections of a campaign say, as frozen at its closing or as it stands now; call it inside a snapshot. */
export async function resultOf(queries: Queries, row: CampaignRow): Promise<CampaignResult> {
  return row.result === null ? computedResult(queries, row) : (JSON.parse(row.result) as CampaignResult);
}

export async function computedResult(queries: Queries, row: CampaignRow): Promise<CampaignResult> {
  const drawn = await allDrawn(queries, row.id);
  const sizes = await queries.all<{ key: string; name: string | null; population: number }>(
    'SELECT stratum AS key, name, population FROM campaign_stratum WHERE campaign_id = :id ORDER BY stratum',
    { id: row.id },
  );
  const inStratum = groupBy(drawn, ({ stratum }) => stratum);
  const strata = sizes.map((stratum) => {
    const services = inStratum.get(stratum.key) ?? [];
    return { ...stratum, drawn: services.length, ...outcomesOf(services) };
  });
  const inspected = drawn.filter(isInspected);
  const ended = drawn.filter(({ state }) => state === 'ended').length;
  return {
    id: row.id,
    state: row.state,
    asOf: row.asOf,
    knownAt: row.knownAt,
    basis: 'inspections',
    frozenAt: row.closedAt,
    population: sizes.reduce((sum, { population }) => sum + population, 0),
    drawn: drawn.length,
    inspected: inspected.length,
    excluded: [
      { reason: 'not_inspected', count: drawn.length - inspected.length - ended },
      { reason: 'ended', count: ended },
      {
        reason: 'stratum_not_inspected',
        count: strata
          .filter((stratum) => stratum.inspected === 0)
          .reduce((sum, { population }) => sum + population, 0),
      },
    ],
    redeclared: inspected.filter((one) => one.inspectedLevel !== one.declaredLevel).length,
    rates: RATES.map(({ code, outcomes }) => rateOf(code, outcomes, strata, inStratum, row.confidence)),
    strata,
    agencies: agenciesOf(row.id, drawn),
  };
}

function rateOf(
  code: EstimatedRate['code'],
  outcomes: readonly Outcome[],
  strata: readonly { key: string; population: number; inspected: number }[],
  inStratum: ReadonlyMap<string, DrawnService[]>,
  confidence: Confidence,
): EstimatedRate {
  const has = ({ outcome }: DrawnService) => outcome !== null && outcomes.includes(outcome);
  const found = strata.map(({ key, population, inspected }) => ({
    population,
    inspected,
    positive: (inStratum.get(key) ?? []).filter(has).length,
  }));
  const estimate = estimateShare(found, confidence);
  return {
    code,
    value: estimate ? rounded(estimate.value) : null,
    low: estimate ? rounded(estimate.low) : null,
    high: estimate ? rounded(estimate.high) : null,
    confidence,
    numerator: found.reduce((sum, { positive }) => sum + positive, 0),
    denominator: found.reduce((sum, { inspected }) => sum + inspected, 0),
    effectiveSize: estimate?.effectiveSize ? Math.round(estimate.effectiveSize * 10) / 10 : null,
    ruleId: RULE,
  };
}

/** Raw counts: an agency has too few drawn services for an estimate of its own. */
function agenciesOf(id: string, drawn: readonly DrawnService[]): CampaignResult['agencies'] {
  const byAgency = groupBy(drawn, ({ agencyCode }) => agencyCode);
  return [...byAgency]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, services]) => {
      const outcomes = outcomesOf(services);
      const { inspected, overClaimed } = outcomes;
      return {
        code,
        name: services[0]!.agencyName,
        drawn: services.length,
        ...outcomes,
        overClaimRate: inspected === 0 ? null : rounded(overClaimed / inspected),
        list: `/api/v1/campaigns/${id}/services?${new URLSearchParams({ agency: code, outcome: 'over_claimed' }).toString()}`,
      };
    });
}

function outcomesOf(services: readonly DrawnService[]): Outcomes {
  const having = (outcome: Outcome) => services.filter((one) => one.outcome === outcome).length;
  return {
    inspected: services.filter(isInspected).length,
    overClaimed: having('over_claimed'),
    asDeclared: having('as_declared'),
    underClaimed: having('under_claimed'),
  };
}

function isInspected({ state }: DrawnService): boolean {
  return state === 'inspected';
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
