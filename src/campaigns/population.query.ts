import type { Queries } from '../database/reader.js';
import { selectServices } from '../publication/service-filter.js';
import { populationHash } from './campaign-hashes.js';
import type { StrataBy } from './campaign.table.js';
import type { PopulationFilter } from './campaigns.dto.js';

export interface PopulationStratum {
  key: string;
  /** Of the agency or the field; null where the key says it all. */
  name: string | null;
  /** Ids in byte order. */
  services: string[];
}

export interface Population {
  /** In byte order of their keys. */
  strata: PopulationStratum[];
  /** Declared level by service. */
  declared: Map<string, number>;
  count: number;
  /** Services that match but declare nothing: there is nothing to inspect. */
  notDeclared: number;
  sha256: string;
}

interface Row {
  id: string;
  agency: string;
  agencyName: string;
  agencyLevel: string;
  field: string;
  fieldName: string | null;
  declared: number;
}

const STRATUM_OF: Record<StrataBy, (row: Row) => { key: string; name: string | null }> = {
  none: () => ({ key: 'all', name: null }),
  agency: (row) => ({ key: row.agency, name: row.agencyName }),
  level: (row) => ({ key: String(row.declared), name: null }),
  field: (row) => ({ key: row.field, name: row.fieldName }),
  'level-of-government': (row) => ({ key: row.agencyLevel, name: null }),
};

/**
 * The declared services of a filter on a day, as known at a moment, divided into strata; call it inside a snapshot.
 * @throws Problem 404 where the agency, field or procedure does not exist
 */
export async function populationOf(
  queries: Queries,
  filter: PopulationFilter,
  { asOf, knownAt }: { asOf: string; knownAt: string },
  strataBy: StrataBy,
): Promise<Population> {
  const { conditions, params } = await selectServices(queries, { ...filter, asOf, knownAt }, asOf);
  const rows = await queries.all<Row>(
    `SELECT s.service_id AS id, s.agency_code AS agency, a.name AS "agencyName", a.level AS "agencyLevel",
            s.field_code AS field, f.name AS "fieldName", s.declared_level AS declared
     FROM service_state s
     JOIN agency a ON a.code = s.agency_code
     LEFT JOIN field f ON f.code = s.field_code
     WHERE ${conditions.join(' AND ')} ORDER BY s.service_id`,
    params,
  );
  const declared = rows.filter((row) => row.declared > 0);
  const strata = new Map<string, PopulationStratum>();
  for (const row of declared) {
    const { key, name } = STRATUM_OF[strataBy](row);
    const stratum = strata.get(key) ?? { key, name, services: [] };
    stratum.services.push(row.id);
    strata.set(key, stratum);
  }
  const ordered = [...strata.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  return {
    strata: ordered,
    declared: new Map(declared.map((row) => [row.id, row.declared])),
    count: declared.length,
    notDeclared: rows.length - declared.length,
    sha256: populationHash(ordered),
  };
}
