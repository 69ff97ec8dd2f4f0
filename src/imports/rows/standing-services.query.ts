import type { Queries } from '../../database/reader.js';
import { inList } from '../../database/sql.js';
import { groupBy } from '../../domain/group-by.js';
import type { Level } from '../../domain/level-scheme/scheme.js';
import type { ServiceFacts } from '../../domain/service-facts.js';
import { STILL_KNOWN } from '../../domain/service-timeline.js';

/** A service as it stands before its row is applied. */
export interface StandingService {
  id: string;
  validTo: string | null;
  /** Number of the facts; 0 before the first. */
  factsNo: number;
  facts: ServiceFacts;
  declarations: StandingDeclaration[];
}

export interface StandingDeclaration {
  no: number;
  level: Level;
  effectiveFrom: string;
}

interface ServiceRow {
  id: string;
  valid_to: string | null;
  facts_no: number;
  facts: string | null;
}

interface DeclarationRow {
  service_id: string;
  no: number;
  level: Level;
  effective_from: string;
}

/** The services named that exist, by id; at most some hundred at once. */
export async function standingServices(
  queries: Queries,
  ids: readonly string[],
): Promise<Map<string, StandingService>> {
  const list = inList(queries.engine, 'ids');
  const params = { ids: JSON.stringify(ids) };
  const [rows, declarations] = await Promise.all([
    queries.all<ServiceRow>(
      `SELECT s.id, s.valid_to, s.facts_no, f.facts FROM public_service s
       LEFT JOIN service_facts f ON f.service_id = s.id AND f.no = s.facts_no
       WHERE s.id IN ${list}`,
      params,
    ),
    queries.all<DeclarationRow>(
      `SELECT service_id, no, level, effective_from FROM declaration WHERE service_id IN ${list}
       ORDER BY service_id, no`,
      params,
    ),
  ]);
  const declared = groupBy(declarations, ({ service_id }) => service_id);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        validTo: row.valid_to,
        factsNo: row.facts_no,
        facts: row.facts === null ? {} : (JSON.parse(row.facts) as ServiceFacts),
        declarations: (declared.get(row.id) ?? []).map(({ no, level, effective_from }) => ({
          no,
          level,
          effectiveFrom: effective_from,
        })),
      },
    ]),
  );
}

/** Stretches of days with the level that is published for them. */
export type PublishedLevels = { from: string; to: string; level: Level | null }[];

/** What the catalogue publishes of the services named, by service: verified where an inspection is in effect. */
export async function publishedLevels(
  queries: Queries,
  ids: readonly string[],
): Promise<Map<string, PublishedLevels>> {
  if (ids.length === 0) return new Map();
  const rows = await queries.all<{ service_id: string; valid_from: string; valid_to: string; level: number }>(
    `SELECT service_id, valid_from, valid_to, level FROM service_state
     WHERE known_to = :stillKnown AND service_id IN ${inList(queries.engine, 'ids')}`,
    { ids: JSON.stringify(ids), stillKnown: STILL_KNOWN },
  );
  return new Map(
    [...groupBy(rows, ({ service_id }) => service_id)].map(([id, stretches]) => [
      id,
      stretches.map(({ valid_from, valid_to, level }) => ({
        from: valid_from,
        to: valid_to,
        level: level === 0 ? null : (level as Level),
      })),
    ]),
  );
}
