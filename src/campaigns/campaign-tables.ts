import type { CoverageTable } from '../reports/coverage-table.js';
import type { DrawnService } from './drawn-list.query.js';
import type { CampaignResult } from './result.query.js';

type Cell = string | number | null;

function tableOf<Row>(columns: Record<string, (row: Row) => Cell>, rows: readonly Row[]): CoverageTable {
  return {
    columns: Object.keys(columns).map((header) => ({ header, width: 20 })),
    rows: rows.map((row) => Object.values(columns).map((value) => value(row))),
  };
}

export function populationTable(strata: readonly { stratum: string; services: string }[]): CoverageTable {
  const rows = strata.flatMap(({ stratum, services }) =>
    (JSON.parse(services) as string[]).map((service) => ({ stratum, service })),
  );
  return tableOf({ stratum: (row) => row.stratum, service: (row) => row.service }, rows);
}

export function drawnTable(drawn: readonly DrawnService[]): CoverageTable {
  return tableOf<DrawnService>(
    {
      stratum: (row) => row.stratum,
      place: (row) => row.place,
      service: (row) => row.serviceId,
      agency_code: (row) => row.agencyCode,
      agency_name: (row) => row.agencyName,
      procedure_code: (row) => row.procedureCode,
      procedure_name: (row) => row.procedureName,
      declared_level: (row) => row.declaredLevel,
      state: (row) => row.state,
      inspection: (row) => row.inspectionId,
      inspected_at: (row) => row.inspectedAt,
      inspected_level: (row) => row.inspectedLevel,
      found_level: (row) => row.foundLevel,
      outcome: (row) => row.outcome,
      ticket: (row) => row.ticket,
    },
    drawn,
  );
}

/** Each row says what it counted, since rows are copied out of tables. */
export function agenciesTable({ agencies, id, asOf, frozenAt, basis }: CampaignResult): CoverageTable {
  return tableOf<CampaignResult['agencies'][number]>(
    {
      agency_code: (row) => row.code,
      agency_name: (row) => row.name,
      drawn: (row) => row.drawn,
      inspected: (row) => row.inspected,
      over_claimed: (row) => row.overClaimed,
      as_declared: (row) => row.asDeclared,
      under_claimed: (row) => row.underClaimed,
      over_claim_rate: (row) => row.overClaimRate,
      campaign: () => id,
      as_of: () => asOf,
      basis: () => basis,
      frozen_at: () => frozenAt,
    },
    agencies,
  );
}
