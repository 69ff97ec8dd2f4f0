import { createHash } from 'node:crypto';
import { reachOf } from '../accounts/access-rules.js';
import type { Caller } from '../accounts/caller.js';
import type { Queries } from '../database/reader.js';
import { notFound } from '../http/problem.js';
import type { CampaignRow, StrataBy } from './campaign.table.js';
import type { PopulationFilter } from './campaigns.dto.js';
import type { DrawnState } from './drawn-service.js';
import { drawnCounts } from './drawn-list.query.js';

export interface CampaignHead {
  id: string;
  name: string;
  purpose: string | null;
  state: CampaignRow['state'];
  dueDate: string | null;
  asOf: string;
  population: number;
  progress: Progress;
  createdBy: string;
  drawnAt: string;
  closedAt: string | null;
}

export type Progress = { drawn: number } & Record<DrawnState, number>;

export interface CampaignView extends Omit<CampaignHead, 'asOf' | 'population'> {
  population: {
    filter: PopulationFilter;
    asOf: string;
    knownAt: string;
    services: number;
    excluded: { reason: 'not_declared'; count: number }[];
    sha256: string;
  };
  /** The whole published list of that day; `check` answers the same to everybody. */
  list: { count: number; sha256: string; check: string };
  design: {
    strata: StrataBy;
    marginOfError: number;
    confidence: CampaignRow['confidence'];
    expectedRate: number;
    wanted: number;
    sample: number;
  };
  /** Null to those who may not see the draw yet. */
  seed: string | null;
  /** Told from the beginning, so that nobody can change the seed before it is told. */
  seedSha256: string;
  seedGiven: boolean;
  strata: { key: string; name: string | null; population: number; sample: number; inspected: number }[];
  closedBy: string | null;
}

const COLUMNS = `id, name, purpose, state, due_date AS "dueDate", filter, as_of AS "asOf", known_at AS "knownAt",
  list_count AS "listCount", list_sha256 AS "listSha256", strata_by AS "strataBy", margin_of_error AS "marginOfError",
  confidence, expected_rate AS "expectedRate", seed, seed_given AS "seedGiven", wanted, not_declared AS "notDeclared",
  population_sha256 AS "populationSha256", created_by AS "createdBy", drawn_at AS "drawnAt", closed_at AS "closedAt",
  closed_by AS "closedBy", result`;

/** @throws Problem 404 */
export async function campaignRow(queries: Queries, id: string): Promise<CampaignRow> {
  const row = await queries.get<CampaignRow>(`SELECT ${COLUMNS} FROM campaign WHERE id = :id`, { id });
  if (!row) throw notFound();
  return row;
}

/** Whether the caller may see what was drawn: everybody once the campaign is closed. */
export function maySeeDraw(caller: Caller | undefined, { state }: Pick<CampaignRow, 'state'>): boolean {
  return (
    state === 'closed' || (caller !== undefined && reachOf('campaign.readDraw', caller.role) !== undefined)
  );
}

/** All campaigns, the latest first; there are a few a year. Call it inside a snapshot. */
export async function campaignHeads(queries: Queries): Promise<CampaignHead[]> {
  const rows = await queries.all<CampaignRow>(
    `SELECT ${COLUMNS} FROM campaign ORDER BY drawn_at DESC, id DESC`,
  );
  const heads: CampaignHead[] = [];
  for (const row of rows) {
    const strata = await strataRows(queries, row.id);
    heads.push({ ...(await headOf(queries, row)), population: sumOf(strata, 'population') });
  }
  return heads;
}

/**
 * Call it inside a snapshot.
 * @throws Problem 404
 */
export async function campaignView(
  queries: Queries,
  id: string,
  caller: Caller | undefined,
): Promise<CampaignView> {
  const row = await campaignRow(queries, id);
  const { asOf, population: _, ...head } = { ...(await headOf(queries, row)), population: 0 };
  const strata = await strataRows(queries, id);
  const counts = await drawnCounts(queries, id);
  const { knownAt } = row;
  return {
    ...head,
    population: {
      filter: JSON.parse(row.filter) as PopulationFilter,
      asOf,
      knownAt,
      services: sumOf(strata, 'population'),
      excluded: [{ reason: 'not_declared', count: row.notDeclared }],
      sha256: row.populationSha256,
    },
    list: {
      count: row.listCount,
      sha256: row.listSha256,
      check: `/api/v1/checksum?${new URLSearchParams({ asOf, knownAt }).toString()}`,
    },
    design: {
      strata: row.strataBy,
      marginOfError: Number(row.marginOfError),
      confidence: row.confidence,
      expectedRate: Number(row.expectedRate),
      wanted: row.wanted,
      sample: sumOf(strata, 'sample'),
    },
    seed: maySeeDraw(caller, row) ? row.seed : null,
    seedSha256: createHash('sha256').update(row.seed, 'utf8').digest('hex'),
    seedGiven: row.seedGiven === 1,
    strata: strata.map((stratum) => ({
      ...stratum,
      inspected: counts
        .filter((one) => one.stratum === stratum.key && one.state === 'inspected')
        .reduce((sum, { count }) => sum + count, 0),
    })),
    closedBy: row.closedBy,
  };
}

async function headOf(queries: Queries, row: CampaignRow): Promise<Omit<CampaignHead, 'population'>> {
  const counts = await drawnCounts(queries, row.id);
  const inState = (state: DrawnState) =>
    counts.filter((one) => one.state === state).reduce((sum, { count }) => sum + count, 0);
  return {
    id: row.id,
    name: row.name,
    purpose: row.purpose,
    state: row.state,
    dueDate: row.dueDate,
    asOf: row.asOf,
    progress: {
      drawn: counts.reduce((sum, { count }) => sum + count, 0),
      waiting: inState('waiting'),
      inspecting: inState('inspecting'),
      inspected: inState('inspected'),
      ended: inState('ended'),
    },
    createdBy: row.createdBy,
    drawnAt: row.drawnAt,
    closedAt: row.closedAt,
  };
}

interface SizeRow {
  key: string;
  name: string | null;
  population: number;
  sample: number;
}

function strataRows(queries: Queries, id: string): Promise<SizeRow[]> {
  return queries.all<SizeRow>(
    'SELECT stratum AS key, name, population, sample FROM campaign_stratum WHERE campaign_id = :id ORDER BY stratum',
    { id },
  );
}

function sumOf(strata: readonly SizeRow[], of: 'population' | 'sample'): number {
  return strata.reduce((sum, stratum) => sum + stratum[of], 0);
}
